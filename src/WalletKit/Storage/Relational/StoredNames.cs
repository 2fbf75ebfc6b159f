using System.Globalization;

namespace WalletKit.Storage.Relational;

/// <summary>The names of values in the tables, for a person who reads the tables in a shell.</summary>
internal static class StoredNames
{
    public static string Of(WalletStatus status) => status switch
    {
        WalletStatus.Active => "active",
        WalletStatus.Frozen => "frozen",
        WalletStatus.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(RebateStatus status) => status switch
    {
        RebateStatus.Pending => "pending",
        RebateStatus.Paid => "paid",
        RebateStatus.NothingDue => "nothing_due",
        RebateStatus.Cancelled => "cancelled",
        RebateStatus.Dead => "dead",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(HoldStatus status) => status switch
    {
        HoldStatus.Open => "open",
        HoldStatus.Captured => "captured",
        HoldStatus.Voided => "voided",
        HoldStatus.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static HoldStatus ToHoldStatus(string name) => name switch
    {
        "open" => HoldStatus.Open,
        "captured" => HoldStatus.Captured,
        "voided" => HoldStatus.Voided,
        "expired" => HoldStatus.Expired,
        _ => throw Unknown("holds.status", name),
    };

    public static WalletStatus ToWalletStatus(string name) => name switch
    {
        "active" => WalletStatus.Active,
        "frozen" => WalletStatus.Frozen,
        "closed" => WalletStatus.Closed,
        _ => throw Unknown("journal.status", name),
    };

    /// <summary>The numbers of types in the form of an SQL list, each once and in order, so that equal filters are one statement.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is no type.</exception>
    public static string NumbersOf(IEnumerable<TransactionType> types) => string.Join(", ", types.Distinct().Order().Select(static type => Enum.IsDefined(type)
        ? ((int)type).ToString(CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(types), type, null)));

    /// <summary>The type that a number stands for, which the tables keep so that a CHECK can tie the sign of the amount to it.</summary>
    public static EntryType ToEntryType(long number) => number switch
    {
        (long)EntryType.Deposit => EntryType.Deposit,
        (long)EntryType.Rebate => EntryType.Rebate,
        (long)EntryType.TransferIn => EntryType.TransferIn,
        (long)EntryType.Withdrawal => EntryType.Withdrawal,
        (long)EntryType.Capture => EntryType.Capture,
        (long)EntryType.TransferOut => EntryType.TransferOut,
        (long)EntryType.Reversal => EntryType.Reversal,
        (long)EntryType.Opened => EntryType.Opened,
        (long)EntryType.HoldPlaced => EntryType.HoldPlaced,
        (long)EntryType.HoldVoided => EntryType.HoldVoided,
        (long)EntryType.HoldsExpired => EntryType.HoldsExpired,
        (long)EntryType.Frozen => EntryType.Frozen,
        (long)EntryType.Unfrozen => EntryType.Unfrozen,
        (long)EntryType.Closed => EntryType.Closed,
        (long)EntryType.CreditLimitSet => EntryType.CreditLimitSet,
        (long)EntryType.Erased => EntryType.Erased,
        (long)EntryType.TimeCorrected => EntryType.TimeCorrected,
        _ => throw UnknownType(number),
    };

    /// <summary>The type of a transaction that a number stands for.</summary>
    public static TransactionType ToTransactionType(long number) =>
        ToEntryType(number) is var type && JournalEntry.IsTransaction(type) ? (TransactionType)type : throw UnknownType(number);

    public static RebateStatus ToRebateStatus(string name) => name switch
    {
        "pending" => RebateStatus.Pending,
        "paid" => RebateStatus.Paid,
        "nothing_due" => RebateStatus.NothingDue,
        "cancelled" => RebateStatus.Cancelled,
        "dead" => RebateStatus.Dead,
        _ => throw Unknown("rebates.status", name),
    };

    private static WalletStoreException UnknownType(long number) => new(
        StoreFailure.Corrupt, string.Create(CultureInfo.InvariantCulture, $"journal.type is {number}, which is none of the numbers that stand here."));

    // The message shows the text in a form that does no harm, whatever it holds.
    private static WalletStoreException Unknown(string column, string name) =>
        new(StoreFailure.Corrupt, new InvalidInputException(column, name, "is none of the names that this release knows").Message);
}
