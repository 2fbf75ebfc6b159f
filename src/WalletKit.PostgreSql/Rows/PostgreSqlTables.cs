using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Rows;

/// <summary>The tables of a schema. The currency of a row is selected from its wallet <c>w</c>.</summary>
internal static class PostgreSqlTables
{
    /// <summary>The identities of wallets. To be selected with the state <c>j</c>, which <see cref="Newest"/> joins.</summary>
    public static readonly Table Wallets = new(
        "wallets",
        "w",
        WalletColumns.All,
        [(WalletColumns.ErasedThrough, null, "w.erased_through"), .. WalletColumns.All.Where(static column => column.Place >= WalletColumns.Version.Place).Select(static column => (column, (string?)null, $"j.{column.Name}"))]);

    public static readonly Table Journal = new(
        "journal",
        "j",
        EntryColumns.All,
        [
            (WalletColumns.Id, "wallet_id", "j.wallet_id"),
            .. WalletColumns.All.Where(static column => column.Place > 0 && column.Place < WalletColumns.Version.Place).Select(static column => (column, (string?)null, $"w.{column.Name}")),
            .. TextsOf("j", EntryColumns.Reference, EntryColumns.Metadata, EntryColumns.Reason, EntryColumns.Actor),
        ]);

    /// <summary>The texts of the journal, each row beside the entry with the same key.</summary>
    public static readonly Table Texts = new("texts", "x", TextColumns.All, (TextColumns.Id, null, "NULL"));

    /// <summary>The entries with an amount.</summary>
    public static readonly Table Transactions = new(
        "journal",
        "t",
        TransactionColumns.All,
        [
            (TransactionColumns.Currency, null, "w.currency"),
            (TransactionColumns.Exponent, null, "w.exponent"),
            (TransactionColumns.Erased, null, "t.version <= w.erased_through"),
            .. TextsOf("t", TransactionColumns.Reference, TransactionColumns.Metadata, TransactionColumns.Actor),
        ]);

    public static readonly Table Holds = new(
        "holds",
        "h",
        HoldColumns.All,
        (HoldColumns.Reference, "reference", $"CASE WHEN {IsHoldErased} THEN NULL ELSE h.reference END"),
        (HoldColumns.Metadata, "metadata", $"CASE WHEN {IsHoldErased} THEN NULL ELSE h.metadata END"),
        (HoldColumns.Erased, null, IsHoldErased),
        (HoldColumns.Currency, null, "w.currency"),
        (HoldColumns.Exponent, null, "w.exponent"));

    public static readonly Table Rebates = new("rebates", "r", RebateColumns.All);

    public static readonly Table Keys = new("idempotency_keys", "k", KeyColumns.All);

    /// <summary>The condition on the type of an entry that changes the wallet's state. The index over such entries has the same words.</summary>
    public const string EventTypes = "BETWEEN 321 AND 399";

    // An erasure deletes the texts in pieces, and hides all of them at once.
    private const string IsHoldErased = "h.number <= w.erased_holds";

    /// <summary>Entries with their texts, for the columns of <see cref="Journal"/> and <see cref="Transactions"/>. Most entries have none, and no row is looked up for them.</summary>
    /// <param name="schema">The schema of the tables.</param>
    /// <param name="entries">The SELECT of the entries, all columns of them.</param>
    public static string WithTexts(PostgreSqlSchema schema, string entries) =>
        $"""
        SELECT e.*, x.reference, x.metadata, x.reason, x.actor FROM ({entries}) e LEFT JOIN LATERAL (
            SELECT * FROM {schema["texts"]} WHERE wallet_id = e.wallet_id AND version = e.version AND e.text_commitment IS NOT NULL LIMIT 1) x ON true
        """;

    /// <summary>The join of a wallet <c>w</c>, which the server looks up by its id, whatever it expects of the number of wallets.</summary>
    public static string WalletOf(PostgreSqlSchema schema, string walletId) => $"CROSS JOIN LATERAL (SELECT * FROM {schema["wallets"]} WHERE id = {walletId} LIMIT 1) w";

    /// <summary>
    /// The join of the newest entry <c>j</c> of a wallet's journal. The server looks it up for each wallet by the index over the versions, whatever it expects of the
    /// length of journals.
    /// </summary>
    /// <param name="schema">The schema of the tables.</param>
    /// <param name="walletId">The expression for the wallet's id.</param>
    public static string Newest(PostgreSqlSchema schema, string walletId = "w.id") =>
        $"LEFT JOIN LATERAL (SELECT * FROM {schema["journal"]} WHERE wallet_id = {walletId} ORDER BY version DESC LIMIT 1) j ON true";

    /// <summary>The columns of a wallet as of <c>clock.now</c>.</summary>
    public static string WalletAsOf(PostgreSqlSchema schema) => $"{Wallets.Columns}, {HoldSql.ExpiryColumns(schema["holds"], "clock.now", "bigint")}";

    private static IEnumerable<(Column Column, string? Stored, string Selected)> TextsOf(string entry, params Column[] columns) =>
        columns.Select(column => (column, (string?)null, $"CASE WHEN {entry}.version > w.erased_through THEN {entry}.{column.Name} END"));
}
