using System.Diagnostics.CodeAnalysis;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Holds money back for a later capture.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Amount">The amount, in units: more than zero, with no more decimals than the currency has, and at most the available balance.</param>
public sealed record PlaceHold(WalletId WalletId, decimal Amount) : MoneyCommand(WalletId, Amount)
{
    /// <summary>The largest number of open holds of a wallet, unless the host sets another.</summary>
    public const int DefaultMaxOpenHolds = 1_000;

    /// <summary>The shortest time to an expiry: times are kept to the microsecond.</summary>
    public static readonly TimeSpan MinExpiresIn = TimeSpan.FromMicroseconds(1);

    /// <summary>The longest time to an expiry.</summary>
    public static readonly TimeSpan MaxExpiresIn = TimeSpan.FromDays(3_660);

    /// <summary>Gets the time from the placing to the expiry, from one microsecond to ten years; null for no expiry.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Gets the number of open holds that the wallet may have, including this one.</summary>
    /// <remarks>
    /// All holds that are recorded as open count. <see cref="IWalletService"/> sets the number to <see cref="WalletKitOptions.MaxOpenHolds"/>; it is not content
    /// of the command.
    /// </remarks>
    public int MaxOpenHolds { get; init; } = DefaultMaxOpenHolds;

    internal override string Kind => "place hold";

    internal override WalletId? Other => null;

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        WriteMoney(content);
        content.WriteText(ExpiresIn?.Ticks);
    }

    internal override CommandState Load(StateSource states, DateTimeOffset now) => StateLoading.Wallet(states, WalletId, now);

    private protected override WalletRefusedException? CheckSharedForm() =>
        base.CheckSharedForm()
        ?? (ExpiresIn < MinExpiresIn || ExpiresIn > MaxExpiresIn
            ? new InvalidInputException("expiresIn", ExpiresIn, $"must be at least one microsecond and at most {MaxExpiresIn.Days} days")
            : null);

    private protected override (bool Own, bool Other) Debits(in CommandState state) => (true, false);

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        if (AmountRules.IsRefused(Amount, wallet.Currency, out var amount, out var refusal))
        {
            return refusal;
        }

        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        if (IsRefused(wallet, amount, now, out refusal))
        {
            return refusal;
        }

        var (changed, hold) = Place(wallet, amount, now);
        var placed = new HoldEntry
        {
            Number = hold.Id.Number,
            RemainingMinorUnits = amount,
            ExpiresAt = hold.ExpiresAt,
            Reference = Reference,
            Metadata = Metadata,
            EffectiveAt = EffectiveAt,
        };
        var entry = Entries.Record(EntryType.HoldPlaced, changed, state.Secrets.Texts, Actor, ended, placed);
        var result = new CommandResult { Wallet = changed, Hold = hold, HoldVersion = changed.Version };
        return new Decision(result, new Changes { Entries = [entry], Placed = hold, Holds = ended, Recorded = Record(result, state, now) });
    }

    private bool IsRefused(Wallet wallet, long amount, DateTimeOffset now, [NotNullWhen(true)] out WalletRefusedException? refusal)
    {
        refusal = wallet.Holds.OpenCount >= MaxOpenHolds ? new TooManyOpenHoldsException(wallet.Id, wallet.Holds.OpenCount, MaxOpenHolds)
            : AmountRules.IsShort(wallet, amount, out var isShort) ? isShort
            : ExpiresIn > DateTimeOffset.MaxValue - now ? new InvalidInputException("expiresIn", ExpiresIn, "must end before the year 10,000")

            // The sum of holds may exceed 64 bits if balance and limit together do.
            : (Int128)wallet.Holds.HeldMinorUnits + amount > long.MaxValue ? new BalanceOutOfRangeException(wallet.Id, wallet.Balance, Amount)
            : null;
        return refusal is not null;
    }

    private (Wallet Wallet, Hold Hold) Place(Wallet wallet, long amount, DateTimeOffset now)
    {
        // The time is that of the clock, which ends the hold, and not the wallet's own time, which may be far ahead of the clock.
        var expiresAt = ExpiresIn is { } expiresIn ? Time.Truncate(now + expiresIn) : (DateTimeOffset?)null;
        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var hold = new Hold
        {
            Id = new HoldId(wallet.Id, checked(wallet.Holds.LastNumber + 1)),
            Currency = wallet.Currency,
            AmountMinorUnits = amount,
            ExpiresAt = expiresAt,
            CreatedAt = time,
            UpdatedAt = time,
            Reference = Reference,
            Metadata = Metadata,
        };
        var holds = wallet.Holds with
        {
            HeldMinorUnits = checked(wallet.Holds.HeldMinorUnits + amount),
            LastNumber = hold.Id.Number,
            OpenCount = checked(wallet.Holds.OpenCount + 1),
            NextExpiry = Earlier(wallet.Holds.NextExpiry, expiresAt),
        };
        return (Entries.Change(wallet with { Holds = holds }, now), hold);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
