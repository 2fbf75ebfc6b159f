using System.Collections.Immutable;
using System.Numerics;
using WalletKit.Rules;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>A wallet as lists of its transactions, holds and events. Each total that a store keeps is counted anew here each time.</summary>
internal sealed record Account
{
    public required OpenWallet Opening { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public long Version { get; init; } = 1;

    /// <summary>Whether a reversal was allowed to overdraw the wallet, and money has been missing since.</summary>
    public bool IsOverdrawn { get; init; }

    public ImmutableList<WalletTransaction> Transactions { get; init; } = [];

    public ImmutableList<Hold> Holds { get; init; } = [];

    /// <summary>The holds that a command ended for good because it needed their expired money, and whose expiry is not recorded yet.</summary>
    public EndedThrough? Ended { get; init; }

    public ImmutableList<WalletEvent> Events { get; init; } = [];

    public WalletId Id => Opening.WalletId;

    public Currency Currency => Opening.Currency;

    /// <summary>The version up to which the texts were erased.</summary>
    public long ErasedThrough { get; init; }

    public WalletStatus Status => Events.LastOrDefault(
        happened => happened.Type is WalletEventType.Frozen or WalletEventType.Unfrozen or WalletEventType.Closed)?.Type switch
    {
        WalletEventType.Frozen => WalletStatus.Frozen,
        WalletEventType.Closed => WalletStatus.Closed,
        _ => WalletStatus.Active,
    };

    public BigInteger Balance => Sum(Transactions.Select(transaction => transaction.AmountMinorUnits));

    public BigInteger CreditLimit => Events.LastOrDefault(happened => happened.Type == WalletEventType.CreditLimitSet)?.CreditLimitMinorUnits ?? 0;

    /// <summary>The money of the holds that were not ended, whether or not their time has run out.</summary>
    public BigInteger RecordedHeld => Sum(Holds.Where(hold => hold.Status == HoldStatus.Open && !WasEnded(hold)).Select(Remaining));

    /// <summary>The time of a change: it never runs backwards within a wallet, and is kept to the microsecond.</summary>
    public DateTimeOffset TimeAt(DateTimeOffset now) => Clocks.ToMicrosecond(now) is var time && time < UpdatedAt ? UpdatedAt : time;

    public BigInteger HeldAt(DateTimeOffset now) => Sum(Holds.Where(hold => StatusAt(hold, now) == HoldStatus.Open).Select(Remaining));

    public BigInteger AvailableAt(DateTimeOffset now) => Status == WalletStatus.Closed ? 0 : Balance + CreditLimit - HeldAt(now);

    /// <summary>The status of a hold. It ends by the clock, not by the wallet's own time; once it was ended, it stays ended whatever the clock says.</summary>
    public HoldStatus StatusAt(Hold hold, DateTimeOffset now) =>
        hold.Status == HoldStatus.Open && (now >= hold.ExpiresAt || WasEnded(hold)) ? HoldStatus.Expired : hold.Status;

    /// <summary>Frees the money of expired holds, before a command of the wallet's own; a credit does not do that.</summary>
    public Account WithExpiredEnded(DateTimeOffset now)
    {
        var expired = Holds.FindAll(hold => hold.Status == HoldStatus.Open && now >= hold.ExpiresAt && !WasEnded(hold));
        if (expired.IsEmpty)
        {
            return this;
        }

        // If the clock is behind the time of the ended holds, no single time says which holds were ended, so they are recorded as expired at once.
        var time = Clocks.ToMicrosecond(now);
        return Ended?.Time > time ? expired.Aggregate(this, (account, hold) => account.WithExpired(hold, now)) : this with { Ended = new EndedThrough(time, Holds.Count) };
    }

    /// <summary>Records the expiry of all holds that were ended.</summary>
    public Account WithEndedRecorded(DateTimeOffset now) =>
        Holds.FindAll(hold => hold.Status == HoldStatus.Open && WasEnded(hold)).Aggregate(this, (account, hold) => account.WithExpired(hold, now)) with { Ended = null };

    public static long Remaining(Hold hold) => hold.Status == HoldStatus.Open ? hold.AmountMinorUnits - hold.CapturedMinorUnits : 0;

    public decimal Units(BigInteger minorUnits) => (decimal)minorUnits / Amounts.One(Currency);

    /// <summary>The consequences of every change of a wallet, after the change itself.</summary>
    public Account Changed(DateTimeOffset now) => this with
    {
        Version = Version + 1,
        UpdatedAt = TimeAt(now),
        IsOverdrawn = IsOverdrawn && Balance + CreditLimit < RecordedHeld,
    };

    public Account WithHold(Hold hold) => this with { Holds = Holds.SetItem(Holds.FindIndex(standing => standing.Id == hold.Id), hold) };

    /// <summary>The account without the texts of everything that has happened so far.</summary>
    public Account Erased() => this with
    {
        Opening = Opening with { OwnerId = "", Name = "" },
        Transactions = Transactions.ConvertAll(Erasing.Of),
        Holds = Holds.ConvertAll(Erasing.Of),
        Events = Events.ConvertAll(Erasing.Of),
        ErasedThrough = Version,
    };

    /// <summary>The time of a change of a hold, which a time correction of the wallet may have left ahead.</summary>
    public DateTimeOffset TimeOf(Hold hold, DateTimeOffset now) => TimeAt(now) is var time && time < hold.CreatedAt ? hold.CreatedAt : time;

    /// <summary>The time at which a transaction counts as recorded: its own, or the time of a correction after it.</summary>
    public DateTimeOffset RecordedAt(WalletTransaction transaction) => Events
        .Where(happened => happened.Type == WalletEventType.TimeCorrected && happened.Version > transaction.Version)
        .Select(happened => happened.CreatedAt)
        .Append(transaction.CreatedAt)
        .Min();

    /// <summary>The wallet that a store must return.</summary>
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
        ErasedThrough = ErasedThrough,
    };

    private bool WasEnded(Hold hold) => hold.ExpiresAt <= Ended?.Time && hold.Id.Number <= Ended?.Number;

    private Account WithExpired(Hold hold, DateTimeOffset now) => WithHold(hold with { Status = HoldStatus.Expired, UpdatedAt = TimeOf(hold, now) });

    private static BigInteger Sum(IEnumerable<long> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount);
}
