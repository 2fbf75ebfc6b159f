using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Rows;

/// <summary>The tables of a schema. The currency of a row is selected from its wallet <c>w</c>.</summary>
internal static class PostgreSqlTables
{
    public static readonly Table Wallets = new("wallets", "w", WalletColumns.All);

    public static readonly Table Transactions = new(
        "transactions",
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

    public static readonly Table Events = new(
        "wallet_events",
        "e",
        EventColumns.All,
        (EventColumns.Currency, null, "w.currency"),
        (EventColumns.Exponent, null, "w.exponent"));

    public static readonly Table Rebates = new("rebates", "r", RebateColumns.All);

    public static readonly Table Keys = new("idempotency_keys", "k", KeyColumns.All);

    /// <summary>The columns of a wallet as of <c>clock.now</c>.</summary>
    public static string WalletAsOf(PostgreSqlSchema schema) => $"{Wallets.Columns}, {HoldSql.ExpiryColumns(schema["holds"], "clock.now", "bigint")}";
}
