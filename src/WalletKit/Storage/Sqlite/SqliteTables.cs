using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The tables of the file. Rows refer to each other by row ids; a SELECT finds the public id and the currency in the row that is referred to.
/// </summary>
internal static class SqliteTables
{
    public static readonly Table Wallets = new("wallets", "w", WalletColumns.All, (WalletColumns.Id, "public_id", "w.public_id"));

    /// <summary>To be selected with <see cref="TransactionSources"/>.</summary>
    public static readonly Table Transactions = new(
        "transactions",
        "t",
        TransactionColumns.All,
        (TransactionColumns.WalletId, "wallet_id", "w.public_id"),
        (TransactionColumns.Currency, null, "w.currency"),
        (TransactionColumns.Exponent, null, "w.exponent"),
        (TransactionColumns.CounterpartWalletId, "counterpart_wallet_id", "c.public_id"),
        (TransactionColumns.CounterpartCurrency, null, "c.currency"),
        (TransactionColumns.CounterpartExponent, null, "c.exponent"));

    public const string TransactionSources =
        "transactions t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN wallets c ON c.id = t.counterpart_wallet_id";

    /// <summary>To be selected with <see cref="HoldSources"/>.</summary>
    public static readonly Table Holds = new(
        "holds",
        "h",
        HoldColumns.All,
        (HoldColumns.WalletId, "wallet_id", "w.public_id"),
        (HoldColumns.Currency, null, "w.currency"),
        (HoldColumns.Exponent, null, "w.exponent"));

    public const string HoldSources = "holds h JOIN wallets w ON w.id = h.wallet_id";

    /// <summary>To be selected with <see cref="EventSources"/>.</summary>
    public static readonly Table Events = new(
        "wallet_events",
        "e",
        EventColumns.All,
        (EventColumns.WalletId, "wallet_id", "w.public_id"),
        (EventColumns.Currency, null, "w.currency"),
        (EventColumns.Exponent, null, "w.exponent"));

    public const string EventSources = "wallet_events e JOIN wallets w ON w.id = e.wallet_id";

    /// <summary>To be selected with <see cref="RebateSources"/>.</summary>
    public static readonly Table Rebates = new(
        "rebates",
        "r",
        RebateColumns.All,
        (RebateColumns.WalletId, null, "w.public_id"),
        (RebateColumns.Deposit, "deposit_id", "t.sequence"),
        (RebateColumns.Policy, "policy_id", "o.name"),
        (RebateColumns.Terms, "terms_id", "m.terms"),
        (RebateColumns.PaidSequence, "transaction_id", "p.sequence"));

    public const string RebateSources =
        "rebates r JOIN transactions t ON t.id = r.deposit_id JOIN wallets w ON w.id = t.wallet_id JOIN rebate_terms m ON m.id = r.terms_id"
        + " JOIN rebate_policies o ON o.id = m.policy_id"
        + " LEFT JOIN transactions p ON p.id = r.transaction_id AND p.wallet_id = t.wallet_id";

    /// <summary>To be selected with <see cref="KeySources"/>.</summary>
    public static readonly Table Keys = new(
        "idempotency_keys",
        "k",
        KeyColumns.All,
        (KeyColumns.WalletId, "wallet_id", "w.public_id"),
        (KeyColumns.Sequence, "transaction_id", "t.sequence"));

    public const string KeySources =
        "idempotency_keys k JOIN wallets w ON w.id = k.wallet_id LEFT JOIN transactions t ON t.id = k.transaction_id AND t.wallet_id = k.wallet_id";

    /// <summary>An INSERT of a row, whose parameters have the places of its columns.</summary>
    /// <param name="table">The table.</param>
    /// <param name="last">The last column that is written; null for all.</param>
    public static string Insert(Table table, Column? last = null)
    {
        var columns = table.Stored.Where(column => last is null || column.Place <= last.Value.Place).ToList();
        return $"INSERT INTO {table.Name} ({string.Join(", ", columns.Select(static column => column.Name))}) VALUES ({string.Join(", ", columns.Select(Parameter))})";
    }

    /// <summary>The SET list of an UPDATE, whose parameters have the places of the columns.</summary>
    public static string Set(Table table, params Column[] columns) => string.Join(
        ", ", table.Stored.Where(stored => columns.Any(column => column.Place == stored.Place)).Select(static column => $"{column.Name} = {Parameter(column)}"));

    /// <summary>The parameter of a column.</summary>
    public static string Parameter(Column column) => $"?{column.Place + 1}";
}
