namespace WalletKit;

/// <summary>Holds money back for a later capture.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Amount">How much, in units: more than zero, with no more decimals than the currency has, and available.</param>
public sealed record PlaceHold(WalletId WalletId, decimal Amount) : MoneyCommand(WalletId, Amount)
{
    /// <summary>How many open holds a wallet has at most unless the host says otherwise.</summary>
    public const int DefaultMaxOpenHolds = 1_000;

    /// <summary>The shortest time to an expiry: times are kept to the microsecond.</summary>
    public static readonly TimeSpan MinExpiresIn = TimeSpan.FromMicroseconds(1);

    /// <summary>The longest time to an expiry.</summary>
    public static readonly TimeSpan MaxExpiresIn = TimeSpan.FromDays(3_660);

    /// <summary>How long after its placing the hold expires, from one microsecond to ten years; null for never.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>
    /// How many holds that are recorded as open the wallet has at most with this one. The service sets it to <see cref="WalletKitOptions.MaxOpenHolds"/>; it
    /// is no content of the command.
    /// </summary>
    public int MaxOpenHolds { get; init; } = DefaultMaxOpenHolds;
}
