using WalletKit.Model;

namespace WalletKit;

/// <summary>What concerns the whole of WalletKit.</summary>
public sealed class WalletKitOptions
{
    internal const int LargestMaxOpenHolds = 100_000;
    // Each opening may count as many.
    internal const int LargestMaxWalletsPerOwner = 100_000;

    /// <summary>
    /// How many wallets that are not closed one owner may have, 1 to 100,000. An opening past it is refused with <see cref="TooManyWalletsException"/>. Closed ones do not count: no money is
    /// in them and nothing happens to them any more. Default: 1,000.
    /// </summary>
    public int MaxWalletsPerOwner { get; set; } = 1_000;

    /// <summary>Currencies beyond ISO 4217, made with <see cref="Currency.Declare"/>.</summary>
    public IList<Currency> Currencies { get; } = [];

    /// <summary>Gets the settings that say how far the clock is trusted.</summary>
    public ClockOptions Clock { get; } = new();

    /// <summary>
    /// How many open holds a wallet has at most, 1 to 100,000. Holds that have expired count until the sweep has recorded that. What a command costs in the
    /// worst case rises with it. Default: 1,000.
    /// </summary>
    public int MaxOpenHolds { get; set; } = WalletKit.PlaceHold.DefaultMaxOpenHolds;

    /// <summary>
    /// Where wallet ids and the jitter of retries take their random bits from; must be safe to call from several threads. Default: the system's
    /// cryptographic generator. Any other makes ids that can be guessed, and is for tests.
    /// </summary>
    public Random Random { get; set; } = SecureRandom.Shared;
}
