using System.Collections.Immutable;
using System.Numerics;
using WalletKit.Rules;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>A wallet as the lists of what happened to it. What a store keeps as a total is counted anew each time.</summary>
internal sealed record Account
{
    public required OpenWallet Opening { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public long Version { get; init; } = 1;

    /// <summary>Whether a reversal was let take more than there was, and it has been missing since.</summary>
    public bool IsOverdrawn { get; init; }

    public ImmutableList<WalletTransaction> Transactions { get; init; } = [];

    public ImmutableList<Hold> Holds { get; init; } = [];

    /// <summary>Which holds were ended for good by a command that took what has expired for free, and not recorded as expired yet.</summary>
    public EndedThrough? Ended { get; init; }

    public ImmutableList<WalletEvent> Events { get; init; } = [];

    public WalletId Id => Opening.WalletId;

    public Currency Currency => Opening.Currency;

    public WalletStatus Status => Events.LastOrDefault(happened => happened.Type != WalletEventType.CreditLimitSet)?.Type switch
    {
        WalletEventType.Frozen => WalletStatus.Frozen,
        WalletEventType.Closed => WalletStatus.Closed,
        _ => WalletStatus.Active,
    };

    public BigInteger Balance => Sum(Transactions.Select(transaction => transaction.AmountMinorUnits));

    public BigInteger CreditLimit => Events.LastOrDefault(happened => happened.Type == WalletEventType.CreditLimitSet)?.CreditLimitMinorUnits ?? 0;

    /// <summary>What holds hold back that were not ended, whether or not their time has run out.</summary>
    public BigInteger RecordedHeld => Sum(Holds.Where(hold => hold.Status == HoldStatus.Open && !WasEnded(hold)).Select(Remaining));

    /// <summary>Time never runs backwards within a wallet, and is kept to the microsecond.</summary>
    public DateTimeOffset TimeAt(DateTimeOffset now) => Clocks.ToMicrosecond(now) is var time && time < UpdatedAt ? UpdatedAt : time;

    public BigInteger HeldAt(DateTimeOffset now) => Sum(Holds.Where(hold => StatusAt(hold, now) == HoldStatus.Open).Select(Remaining));

    public BigInteger AvailableAt(DateTimeOffset now) => Status == WalletStatus.Closed ? 0 : Balance + CreditLimit - HeldAt(now);

    /// <summary>A hold ends by the clock, not by the wallet's own time; and once it was ended, it stays so whatever the clock says.</summary>
    public HoldStatus StatusAt(Hold hold, DateTimeOffset now) =>
        hold.Status == HoldStatus.Open && (now >= hold.ExpiresAt || WasEnded(hold)) ? HoldStatus.Expired : hold.Status;

    /// <summary>Takes for free what has expired, before a command of the wallet's own; a credit does not do that.</summary>
    public Account WithExpiredEnded(DateTimeOffset now)
    {
        var expired = Holds.FindAll(hold => hold.Status == HoldStatus.Open && now >= hold.ExpiresAt && !WasEnded(hold));
        if (expired.IsEmpty)
        {
            return this;
        }

        // Behind the time of what was ended before, no one time says which holds were ended, so that these are recorded as expired at once.
        var time = Clocks.ToMicrosecond(now);
        return Ended?.Time > time ? expired.Aggregate(this, (account, hold) => account.WithExpired(hold, now)) : this with { Ended = new EndedThrough(time, Holds.Count) };
    }

    /// <summary>Records as expired all that was ended.</summary>
    public Account WithEndedRecorded(DateTimeOffset now) =>
        Holds.FindAll(hold => hold.Status == HoldStatus.Open && WasEnded(hold)).Aggregate(this, (account, hold) => account.WithExpired(hold, now)) with { Ended = null };

    public static long Remaining(Hold hold) => hold.Status == HoldStatus.Open ? hold.AmountMinorUnits - hold.CapturedMinorUnits : 0;

    public decimal Units(BigInteger minorUnits) => (decimal)minorUnits / Amounts.One(Currency);

    /// <summary>What every change of a wallet comes to, after what was changed.</summary>
    public Account Changed(DateTimeOffset now) => this with
    {
        Version = Version + 1,
        UpdatedAt = TimeAt(now),
        IsOverdrawn = IsOverdrawn && Balance + CreditLimit < RecordedHeld,
    };

    public Account WithHold(Hold hold) => this with { Holds = Holds.SetItem(Holds.FindIndex(standing => standing.Id == hold.Id), hold) };

    /// <summary>The wallet that a store is to return.</summary>
    public Wallet ToWallet(DateTimeOffset now) => new()
    {
        Id = Id,
        OwnerId = Opening.OwnerId,
        Name = Opening.Name,
        Currency = Currency,
        Status = Status,
        BalanceMinorUnits = (long)Balance,
        CreditLimitMinorUnits = (long)CreditLimit,
        Holds = new HoldTotals
        {
            HeldMinorUnits = (long)HeldAt(now),
            LastNumber = Holds.Count,
            OpenCount = Holds.Count(hold => hold.Status == HoldStatus.Open),
            NextExpiry = Holds.Where(hold => StatusAt(hold, now) == HoldStatus.Open).Min(hold => hold.ExpiresAt),
        },
        IsOverdrawn = IsOverdrawn && AvailableAt(now) < 0,
        LastSequence = Transactions.Count,
        Version = Version,
        CreatedAt = OpenedAt,
        UpdatedAt = UpdatedAt,
    };

    private bool WasEnded(Hold hold) => hold.ExpiresAt <= Ended?.Time && hold.Id.Number <= Ended?.Number;

    private Account WithExpired(Hold hold, DateTimeOffset now) => WithHold(hold with { Status = HoldStatus.Expired, UpdatedAt = TimeAt(now) });

    private static BigInteger Sum(IEnumerable<long> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount);
}
