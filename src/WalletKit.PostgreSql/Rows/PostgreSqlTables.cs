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
        [.. WalletColumns.All.Where(static column => column.Place >= WalletColumns.Version.Place).Select(static column => (column, (string?)null, $"j.{column.Name}"))]);

    public static readonly Table Journal = new(
        "journal",
        "j",
        EntryColumns.All,
        [
            (WalletColumns.Id, "wallet_id", "j.wallet_id"),
            .. WalletColumns.All.Where(static column => column.Place > 0 && column.Place < WalletColumns.Version.Place).Select(static column => (column, (string?)null, $"w.{column.Name}")),
        ]);

    /// <summary>The entries with an amount.</summary>
    public static readonly Table Transactions = new(
        "journal",
        "t",
        TransactionColumns.All,
        (TransactionColumns.Currency, null, "w.currency"),
        (TransactionColumns.Exponent, null, "w.exponent"));

    public static readonly Table Holds = new(
        "holds",
        "h",
        HoldColumns.All,
        (HoldColumns.Currency, null, "w.currency"),
        (HoldColumns.Exponent, null, "w.exponent"));

    public static readonly Table Rebates = new("rebates", "r", RebateColumns.All);

    public static readonly Table Keys = new("idempotency_keys", "k", KeyColumns.All);

    /// <summary>The condition on the type of an entry that changes the wallet's state. The index over such entries has the same words.</summary>
    public const string EventTypes = "BETWEEN 321 AND 399";

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
}
