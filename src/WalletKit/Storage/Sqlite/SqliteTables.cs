using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The tables of the file. Rows refer to each other by row ids; a SELECT finds the public id and the currency in the row that is referred to.
/// </summary>
internal static class SqliteTables
{
    /// <summary>The identities. To be selected with <see cref="WalletSources"/>, which has the state.</summary>
    public static readonly Table Wallets = new(
        "wallets",
        "w",
        WalletColumns.All,
        [
            (WalletColumns.Id, "public_id", "w.public_id"),
            .. WalletColumns.All.Where(column => column.Place >= WalletColumns.Version.Place).Select(column => (column, (string?)null, $"j.{column.Name}")),
        ]);

    /// <summary>A wallet <c>w</c> with the newest entry <c>j</c> of its journal.</summary>
    public const string WalletSources = "wallets w LEFT JOIN journal j ON j.wallet_id = w.id AND j.version = (SELECT max(n.version) FROM journal n WHERE n.wallet_id = w.id)";

    /// <summary>To be selected with <see cref="JournalSources"/>.</summary>
    public static readonly Table Journal = new(
        "journal",
        "j",
        EntryColumns.All,
        [
            (WalletColumns.Id, "wallet_id", "w.public_id"),
            .. WalletColumns.All.Where(column => column.Place > 0 && column.Place < WalletColumns.Version.Place).Select(column => (column, (string?)null, $"w.{column.Name}")),
            (EntryColumns.Links.CounterpartWalletId, "counterpart_wallet_id", "c.public_id"),
            (EntryColumns.Links.CounterpartCurrency, null, "c.currency"),
            (EntryColumns.Links.CounterpartExponent, null, "c.exponent"),
        ]);

    public const string JournalSources = "journal j JOIN wallets w ON w.id = j.wallet_id LEFT JOIN wallets c ON c.id = j.counterpart_wallet_id";

    /// <summary>The entries with an amount, to be selected with <see cref="TransactionSources"/>.</summary>
    public static readonly Table Transactions = new(
        "journal",
        "t",
        TransactionColumns.All,
        (TransactionColumns.WalletId, "wallet_id", "w.public_id"),
        (TransactionColumns.Currency, null, "w.currency"),
        (TransactionColumns.Exponent, null, "w.exponent"),
        (TransactionColumns.Links.CounterpartWalletId, "counterpart_wallet_id", "c.public_id"),
        (TransactionColumns.Links.CounterpartCurrency, null, "c.currency"),
        (TransactionColumns.Links.CounterpartExponent, null, "c.exponent"));

    public const string TransactionSources =
        "journal t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN wallets c ON c.id = t.counterpart_wallet_id";

    /// <summary>To be selected with <see cref="HoldSources"/>.</summary>
    public static readonly Table Holds = new(
        "holds",
        "h",
        HoldColumns.All,
        (HoldColumns.WalletId, "wallet_id", "w.public_id"),
        (HoldColumns.Currency, null, "w.currency"),
        (HoldColumns.Exponent, null, "w.exponent"));

    public const string HoldSources = "holds h JOIN wallets w ON w.id = h.wallet_id";

    /// <summary>Holds <c>h</c>, each with its wallet and the newest entry of the wallet's journal.</summary>
    public const string StandingHoldSources = $"{WalletSources} JOIN holds h ON h.wallet_id = w.id";

    /// <summary>To be selected with <see cref="RebateSources"/>.</summary>
    public static readonly Table Rebates = new(
        "rebates",
        "r",
        RebateColumns.All,
        (RebateColumns.WalletId, null, "w.public_id"),
        (RebateColumns.Deposit, "deposit_id", "t.version"),
        (RebateColumns.Policy, "policy_id", "o.name"),
        (RebateColumns.Terms, "terms_id", "m.terms"),
        (RebateColumns.PaidVersion, "transaction_id", "p.version"));

    public const string RebateSources =
        "rebates r JOIN journal t ON t.id = r.deposit_id JOIN wallets w ON w.id = t.wallet_id JOIN rebate_terms m ON m.id = r.terms_id"
        + " JOIN rebate_policies o ON o.id = m.policy_id"
        + " LEFT JOIN journal p ON p.id = r.transaction_id AND p.wallet_id = t.wallet_id";

    /// <summary>To be selected with <see cref="KeySources"/>.</summary>
    public static readonly Table Keys = new(
        "idempotency_keys",
        "k",
        KeyColumns.All,
        (KeyColumns.WalletId, "wallet_id", "w.public_id"),
        (KeyColumns.Version, "transaction_id", "t.version"));

    public const string KeySources =
        "idempotency_keys k JOIN wallets w ON w.id = k.wallet_id LEFT JOIN journal t ON t.id = k.transaction_id AND t.wallet_id = k.wallet_id";

    /// <summary>An INSERT of a row, whose parameters have the places of its columns.</summary>
    /// <param name="table">The table.</param>
    /// <param name="written">The columns that are written; null for all.</param>
    public static string Insert(Table table, IReadOnlyList<Column>? written = null)
    {
        var columns = table.Stored.Where(stored => written is null || written.Any(column => column.Place == stored.Place)).ToList();
        return $"INSERT INTO {table.Name} ({string.Join(", ", columns.Select(static column => column.Name))}) VALUES ({string.Join(", ", columns.Select(Parameter))})";
    }

    /// <summary>The SET list of an UPDATE, whose parameters have the places of the columns.</summary>
    public static string Set(Table table, params Column[] columns) => string.Join(
        ", ", table.Stored.Where(stored => columns.Any(column => column.Place == stored.Place)).Select(static column => $"{column.Name} = {Parameter(column)}"));

    /// <summary>The parameter of a column.</summary>
    public static string Parameter(Column column) => $"?{column.Place + 1}";
}
