using System.Collections.Immutable;
using System.Numerics;
using WalletKit.Commands;
using WalletKit.Money;

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

    /// <summary>What holds hold back that are not recorded as ended, whether or not their time has run out.</summary>
    public BigInteger RecordedHeld => Sum(Holds.Where(hold => hold.Status == HoldStatus.Open).Select(Remaining));

    /// <summary>Time never runs backwards within a wallet, and is kept to the microsecond.</summary>
    public DateTimeOffset TimeAt(DateTimeOffset now) => Clocks.ToMicrosecond(now) is var time && time < UpdatedAt ? UpdatedAt : time;

    public BigInteger HeldAt(DateTimeOffset now) => Sum(Holds.Where(hold => StatusAt(hold, now) == HoldStatus.Open).Select(Remaining));

    public BigInteger AvailableAt(DateTimeOffset now) => Balance + CreditLimit - HeldAt(now);

    public HoldStatus StatusAt(Hold hold, DateTimeOffset now) =>
        hold.Status == HoldStatus.Open && hold.ExpiresAt is { } expiresAt && TimeAt(now) >= expiresAt ? HoldStatus.Expired : hold.Status;

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
    public Wallet ToWallet() => new()
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
            HeldMinorUnits = (long)RecordedHeld,
            LastNumber = Holds.Count,
            NextExpiry = Holds.Where(hold => hold.Status == HoldStatus.Open).Min(hold => hold.ExpiresAt),
        },
        IsOverdrawn = IsOverdrawn,
        LastSequence = Transactions.Count,
        Version = Version,
        CreatedAt = OpenedAt,
        UpdatedAt = UpdatedAt,
    };

    public WalletBalance ToBalance(DateTimeOffset now) => new()
    {
        WalletId = Id,
        Currency = Currency,
        Balance = Units(Balance),
        Held = Units(HeldAt(now)),
        CreditLimit = Units(CreditLimit),
        Available = Units(AvailableAt(now)),
        Version = Version,
    };

    private static BigInteger Sum(IEnumerable<long> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount);
}
