using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The tables of the file. Rows refer to each other by row ids; a SELECT finds the public id and the currency in the row that is referred to.
/// </summary>
internal static class SqliteTables
{
    /// <summary>The identities. To be selected with <see cref="WalletSources"/>, which has the state.</summary>
    public static readonly Table Wallets = new(
        "walletkit_wallets",
        "w",
        WalletColumns.All,
        [
            (WalletColumns.Id, "public_id", "w.public_id"),
            (WalletColumns.ErasedThrough, null, "w.erased_through"),
            .. WalletColumns.All.Where(column => column.Place >= WalletColumns.Version.Place).Select(column => (column, (string?)null, $"j.{column.Name}")),
        ]);

    /// <summary>A wallet <c>w</c> with the newest entry <c>j</c> of its journal.</summary>
    public const string WalletSources = "walletkit_wallets w LEFT JOIN walletkit_journal j ON j.wallet_id = w.id AND j.version = (SELECT max(n.version) FROM walletkit_journal n WHERE n.wallet_id = w.id)";

    /// <summary>To be selected with <see cref="JournalSources"/>.</summary>
    public static readonly Table Journal = new(
        "walletkit_journal",
        "j",
        EntryColumns.All,
        [
            (WalletColumns.Id, "wallet_id", "w.public_id"),
            .. WalletColumns.All.Where(column => column.Place > 0 && column.Place < WalletColumns.Version.Place).Select(column => (column, (string?)null, $"w.{column.Name}")),
            (EntryColumns.Reference, null, "x.reference"),
            (EntryColumns.Metadata, null, "x.metadata"),
            (EntryColumns.Reason, null, "x.reason"),
            (EntryColumns.Actor, null, "x.actor"),
            (EntryColumns.Links.CounterpartWalletId, "counterpart_wallet_id", "c.public_id"),
            (EntryColumns.Links.CounterpartCurrency, null, "c.currency"),
            (EntryColumns.Links.CounterpartExponent, null, "c.exponent"),
        ]);

    public static readonly string JournalSources =
        $"walletkit_journal j JOIN walletkit_wallets w ON w.id = j.wallet_id LEFT JOIN walletkit_wallets c ON c.id = j.counterpart_wallet_id {TextsOf("j")}";

    /// <summary>The texts of the journal, each row beside the entry with the same id.</summary>
    public static readonly Table Texts = new("walletkit_texts", "x", TextColumns.All);

    /// <summary>The entries with an amount, to be selected with <see cref="TransactionSources"/>.</summary>
    public static readonly Table Transactions = new(
        "walletkit_journal",
        "t",
        TransactionColumns.All,
        (TransactionColumns.WalletId, "wallet_id", "w.public_id"),
        (TransactionColumns.Currency, null, "w.currency"),
        (TransactionColumns.Exponent, null, "w.exponent"),
        (TransactionColumns.Reference, null, "x.reference"),
        (TransactionColumns.Metadata, null, "x.metadata"),
        (TransactionColumns.Actor, null, "x.actor"),
        (TransactionColumns.Erased, null, "t.version <= w.erased_through"),
        (TransactionColumns.Links.CounterpartWalletId, "counterpart_wallet_id", "c.public_id"),
        (TransactionColumns.Links.CounterpartCurrency, null, "c.currency"),
        (TransactionColumns.Links.CounterpartExponent, null, "c.exponent"));

    public static readonly string TransactionSources =
        $"walletkit_journal t JOIN walletkit_wallets w ON w.id = t.wallet_id LEFT JOIN walletkit_wallets c ON c.id = t.counterpart_wallet_id {TextsOf("t")}";

    /// <summary>Transactions by their references, found by the index over references: CROSS JOIN keeps the order of the tables.</summary>
    public const string ReferenceSources =
        "walletkit_wallets w CROSS JOIN walletkit_texts x ON x.wallet_id = w.id CROSS JOIN walletkit_journal t ON t.id = x.id LEFT JOIN walletkit_wallets c ON c.id = t.counterpart_wallet_id";

    /// <summary>To be selected with <see cref="HoldSources"/>.</summary>
    public static readonly Table Holds = new(
        "walletkit_holds",
        "h",
        HoldColumns.All,
        (HoldColumns.WalletId, "wallet_id", "w.public_id"),
        (HoldColumns.Reference, "reference", $"CASE WHEN {IsHoldErased} THEN NULL ELSE h.reference END"),
        (HoldColumns.Metadata, "metadata", $"CASE WHEN {IsHoldErased} THEN NULL ELSE h.metadata END"),
        (HoldColumns.Erased, null, IsHoldErased),
        (HoldColumns.Currency, null, "w.currency"),
        (HoldColumns.Exponent, null, "w.exponent"));

    // An erasure deletes the texts in pieces, and hides all of them at once.
    private const string IsHoldErased = "h.number <= w.erased_holds";

    public const string HoldSources = "walletkit_holds h JOIN walletkit_wallets w ON w.id = h.wallet_id";

    /// <summary>Holds <c>h</c>, each with its wallet and the newest entry of the wallet's journal.</summary>
    public const string StandingHoldSources = $"{WalletSources} JOIN walletkit_holds h ON h.wallet_id = w.id";

    /// <summary>To be selected with <see cref="RebateSources"/>.</summary>
    public static readonly Table Rebates = new(
        "walletkit_rebates",
        "r",
        RebateColumns.All,
        (RebateColumns.WalletId, null, "w.public_id"),
        (RebateColumns.Deposit, "deposit_id", "t.version"),
        (RebateColumns.Policy, "policy_id", "o.name"),
        (RebateColumns.Terms, "terms_id", "m.terms"),
        (RebateColumns.PaidVersion, "transaction_id", "p.version"));

    public const string RebateSources =
        "walletkit_rebates r JOIN walletkit_journal t ON t.id = r.deposit_id JOIN walletkit_wallets w ON w.id = t.wallet_id JOIN walletkit_rebate_terms m ON m.id = r.terms_id"
        + " JOIN walletkit_rebate_policies o ON o.id = m.policy_id"
        + " LEFT JOIN walletkit_journal p ON p.id = r.transaction_id AND p.wallet_id = t.wallet_id";

    /// <summary>To be selected with <see cref="KeySources"/>.</summary>
    public static readonly Table Keys = new(
        "walletkit_idempotency_keys",
        "k",
        KeyColumns.All,
        (KeyColumns.WalletId, "wallet_id", "w.public_id"),
        (KeyColumns.Version, "transaction_id", "t.version"));

    public const string KeySources =
        "walletkit_idempotency_keys k JOIN walletkit_wallets w ON w.id = k.wallet_id LEFT JOIN walletkit_journal t ON t.id = k.transaction_id AND t.wallet_id = k.wallet_id";

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

    /// <summary>
    /// The join of the texts <c>x</c> of an entry. Most entries have none, and no row is looked up for them. An erasure deletes the texts in pieces, and hides all of them at
    /// once.
    /// </summary>
    public static string TextsOf(string entry) =>
        $"LEFT JOIN walletkit_texts x ON x.id = CASE WHEN {entry}.text_commitment IS NOT NULL AND {entry}.version > w.erased_through THEN {entry}.id END";

    /// <summary>The parameter of a column.</summary>
    public static string Parameter(Column column) => $"?{column.Place + 1}";
}
