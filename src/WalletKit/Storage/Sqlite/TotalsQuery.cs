using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;
using WalletKit.Storage.Totals;

namespace WalletKit.Storage.Sqlite;

/// <summary>Sums the amounts of the journal, and reads the sums of the table <c>totals</c>. SQLite sums in 64 bits, so each half of an amount has a sum of its own.</summary>
internal sealed class TotalsQuery(SqliteConnection connection) : IDisposable
{
    private static readonly ColumnList s_columns = new();
    private static readonly Column s_currency = s_columns.Add("currency");
    private static readonly Column s_exponent = s_columns.Add("exponent");
    private static readonly Column s_account = s_columns.Add("account");
    private static readonly Column s_high = s_columns.Add("sum(amount >> 32)");
    private static readonly Column s_low = s_columns.Add("sum(amount & 0xFFFFFFFF)");
    private static readonly Column s_carry = s_columns.Add("sum(carry)");

    // The usual accounts are not written with their entries; see CounterAccount.Of.
    internal static readonly string Entries = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT {s_columns.Names} FROM (
            SELECT w.currency, w.exponent, j.amount, 0 AS carry,
                CASE WHEN j.account IS NOT NULL THEN j.account WHEN j.type = {(int)TransactionType.Rebate} THEN '{CounterAccount.Rebates}'
                    WHEN j.counterpart_amount IS NOT NULL THEN '{CounterAccount.Exchange}' WHEN j.counterpart_wallet_id IS NOT NULL THEN ''
                    ELSE '{CounterAccount.External}' END AS account
            FROM walletkit_journal j CROSS JOIN walletkit_wallets w ON w.id = j.wallet_id
            WHERE j.id > :after AND j.id <= :through AND j.amount IS NOT NULL)
        GROUP BY currency, exponent, account
        """);

    internal static readonly string Blocks =
        $"""
        SELECT {s_columns.Names} FROM (SELECT currency, exponent, account, total AS amount, carry FROM walletkit_totals WHERE through > :after AND through <= :through)
        GROUP BY currency, exponent, account
        """;

    private static readonly string s_balances =
        $"""
        SELECT {s_columns.Names} FROM (
            SELECT w.currency, w.exponent, '' AS account, 0 AS carry,
                (SELECT j.balance FROM walletkit_journal j WHERE j.wallet_id = w.id ORDER BY j.version DESC LIMIT 1) AS amount
            FROM walletkit_wallets w)
        GROUP BY currency, exponent, account
        """;

    private readonly Statement _entries = new(connection, Entries);
    private readonly Statement _blocks = new(connection, Blocks);

    /// <summary>Adds the amounts of the entries after one row id, up to another.</summary>
    public void AddEntries(TransactionSums sums, long after, long through) => Add(sums, _entries.Bind(Parameter.After, after).Bind(Parameter.Through, through));

    /// <summary>Adds the stored sums of the blocks after one row id, up to another.</summary>
    public void AddBlocks(TransactionSums sums, long after, long through) => Add(sums, _blocks.Bind(Parameter.After, after).Bind(Parameter.Through, through));

    /// <summary>Adds the newest balances of all wallets, under no account.</summary>
    public void AddBalances(TransactionSums sums)
    {
        using var balances = new Statement(connection, s_balances);
        Add(sums, balances);
    }

    public void Dispose()
    {
        _entries.Dispose();
        _blocks.Dispose();
    }

    private static void Add(TransactionSums sums, Statement rows)
    {
        foreach (var (currency, account, sum) in rows.All(Read))
        {
            sums.Add(currency, account, sum);
        }
    }

    private static (Currency Currency, string? Account, Int128 Sum) Read(Statement row) => (
        Currency.Restore(row.String(s_currency), (int)row.Int64(s_exponent)),
        row.String(s_account) is { Length: > 0 } account ? account : null,
        ((Int128)row.Int64(s_carry) << 64) + ((Int128)row.Int64(s_high) << 32) + row.Int64(s_low));
}
