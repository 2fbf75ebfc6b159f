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

    public static string Of(WalletEventType type) => type switch
    {
        WalletEventType.Frozen => "frozen",
        WalletEventType.Unfrozen => "unfrozen",
        WalletEventType.Closed => "closed",
        WalletEventType.CreditLimitSet => "credit_limit_set",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static HoldStatus ToHoldStatus(string name) => name switch
    {
        "open" => HoldStatus.Open,
        "captured" => HoldStatus.Captured,
        "voided" => HoldStatus.Voided,
        "expired" => HoldStatus.Expired,
        _ => throw Unknown("holds.status", name),
    };

    public static WalletEventType ToWalletEventType(string name) => name switch
    {
        "frozen" => WalletEventType.Frozen,
        "unfrozen" => WalletEventType.Unfrozen,
        "closed" => WalletEventType.Closed,
        "credit_limit_set" => WalletEventType.CreditLimitSet,
        _ => throw Unknown("wallet_events.type", name),
    };

    public static WalletStatus ToWalletStatus(string name) => name switch
    {
        "active" => WalletStatus.Active,
        "frozen" => WalletStatus.Frozen,
        "closed" => WalletStatus.Closed,
        _ => throw Unknown("wallets.status", name),
    };

    /// <summary>The numbers of types in the form of an SQL list, each once and in order, so that equal filters are one statement.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is no type.</exception>
    public static string NumbersOf(IEnumerable<TransactionType> types) => string.Join(", ", types.Distinct().Order().Select(static type => Enum.IsDefined(type)
        ? ((int)type).ToString(CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(types), type, null)));

    /// <summary>The type that a number stands for, which the tables keep so that a CHECK can tie the sign of the amount to it.</summary>
    public static TransactionType ToTransactionType(long number) => number switch
    {
        (long)TransactionType.Deposit => TransactionType.Deposit,
        (long)TransactionType.Rebate => TransactionType.Rebate,
        (long)TransactionType.TransferIn => TransactionType.TransferIn,
        (long)TransactionType.Withdrawal => TransactionType.Withdrawal,
        (long)TransactionType.Capture => TransactionType.Capture,
        (long)TransactionType.TransferOut => TransactionType.TransferOut,
        (long)TransactionType.Reversal => TransactionType.Reversal,
        _ => throw new WalletStoreException(
            StoreFailure.Corrupt,
            string.Create(CultureInfo.InvariantCulture, $"transactions.type is {number}, which is none of the numbers that this release knows.")),
    };

    public static RebateStatus ToRebateStatus(string name) => name switch
    {
        "pending" => RebateStatus.Pending,
        "paid" => RebateStatus.Paid,
        "nothing_due" => RebateStatus.NothingDue,
        "cancelled" => RebateStatus.Cancelled,
        "dead" => RebateStatus.Dead,
        _ => throw Unknown("rebates.status", name),
    };

    // The message shows the text in a form that does no harm, whatever it holds.
    private static WalletStoreException Unknown(string column, string name) =>
        new(StoreFailure.Corrupt, new InvalidInputException(column, name, "is none of the names that this release knows").Message);
}
