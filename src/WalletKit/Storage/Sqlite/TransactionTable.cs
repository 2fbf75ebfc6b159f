using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>transactions</c>, on the write connection. It is only ever appended to.</summary>
internal sealed class TransactionTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, reference, metadata, rebate_of)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    /// <summary>Appends a transaction.</summary>
    /// <returns>Its row id.</returns>
    public long Insert(long walletRowId, WalletTransaction transaction, long? rebateOfRowId)
    {
        _insert
            .Bind(1, walletRowId)
            .Bind(2, transaction.Sequence)
            .Bind(3, SqliteNames.Of(transaction.Type))
            .Bind(4, transaction.AmountMinorUnits)
            .Bind(5, transaction.BalanceAfterMinorUnits)
            .Bind(6, transaction.Version)
            .Bind(7, SqliteTime.Of(transaction.CreatedAt))
            .Bind(8, transaction.Reference)
            .Bind(9, transaction.Metadata.Count == 0 ? null : transaction.Metadata.ToJson())
            .Bind(10, rebateOfRowId)
            .Execute();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle!);
    }

    public void Dispose() => _insert.Dispose();
}
