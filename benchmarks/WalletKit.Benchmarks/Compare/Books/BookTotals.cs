using Microsoft.Data.Sqlite;
using WalletKit.Rules;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>Sums over the books: the books must contain the operations that a contender acknowledged, and nothing else.</summary>
/// <param name="Balances">The balances of all wallets, in minor units.</param>
/// <param name="Amounts">The amounts of all transactions, in minor units.</param>
/// <param name="Sequences">The last sequences of all wallets.</param>
/// <param name="Transactions">The number of transactions.</param>
/// <param name="Rebates">The number of rebates, in any state.</param>
/// <param name="Keys">The number of idempotency keys; null where they cannot be counted.</param>
internal readonly record struct BookTotals(long Balances, long Amounts, long Sequences, long Transactions, long Rebates, long? Keys = 0)
{
    public static BookTotals None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>The sums that one operation adds.</summary>
    public static BookTotals Of(in Operation operation) =>
        new(operation.MinorUnits, operation.MinorUnits, 1, 1, operation.IsDeposit ? 1 : 0, operation.Key is null ? 0 : 1);

    /// <summary>The sums that the payment of rebates of the deposits in the books adds.</summary>
    public static BookTotals OfRebates(long count) =>
        new(count * BooksPlan.RebateMinorUnits, count * BooksPlan.RebateMinorUnits, count, count, 0);

    public static BookTotals operator +(BookTotals left, BookTotals right) => new(
        left.Balances + right.Balances,
        left.Amounts + right.Amounts,
        left.Sequences + right.Sequences,
        left.Transactions + right.Transactions,
        left.Rebates + right.Rebates,
        left.Keys + right.Keys);

    /// <summary>Reads the sums from a file with the tables of the handwritten contenders, on a connection of its own.</summary>
    public static BookTotals Read(string path) => Read(path, """
        SELECT
            (SELECT sum(balance) FROM wallets), (SELECT sum(amount) FROM transactions), (SELECT sum(last_sequence) FROM wallets),
            (SELECT count(*) FROM transactions), (SELECT count(*) FROM rebates), (SELECT count(*) FROM idempotency_keys)
        """);

    /// <summary>Reads the sums of the rows that were appended beside the tables of the handwritten contenders, on a connection of its own.</summary>
    public static BookTotals ReadAppended(string path) => Read(path, """
        SELECT coalesce(sum(amount), 0), coalesce(sum(amount), 0), count(*), count(*), (SELECT count(*) FROM appended_rebates), (SELECT count(*) FROM appended_keys)
        FROM appended_transactions
        """);

    /// <summary>Reads the sums from a file with WalletKit's own tables, on a connection of its own.</summary>
    public static BookTotals ReadJournal(string path) => Read(path, """
        SELECT
            (SELECT sum(j.balance) FROM walletkit_balances b JOIN walletkit_journal j ON j.wallet_id = b.wallet_id AND j.version = b.version),
            (SELECT sum(amount) FROM walletkit_journal),
            (SELECT sum(j.sequence) FROM walletkit_balances b JOIN walletkit_journal j ON j.wallet_id = b.wallet_id AND j.version = b.version),
            (SELECT count(amount) FROM walletkit_journal), (SELECT count(*) FROM walletkit_rebates), (SELECT count(*) FROM walletkit_idempotency_keys)
        """);

    private static BookTotals Read(string path, string sql)
    {
        using var connection = BooksFile.Connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        row.Read();
        return new BookTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
    }
}
