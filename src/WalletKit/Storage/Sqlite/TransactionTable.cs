using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Model.Money;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>transactions</c>, on the write connection. It is only ever appended to.</summary>
internal sealed class TransactionTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, reference, metadata, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    private readonly Statement _insertLinked = new(
        connection,
        """
        INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, reference, metadata, hash,
            rebate_of, reversal_of, hold, hold_remaining, counterpart_wallet_id, counterpart_sequence, counterpart_amount, exchange_rate, exchange_rounding)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
        """);

    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteRows.TransactionColumns} FROM {SqliteRows.TransactionTables} WHERE t.wallet_id = ?1 AND t.sequence = ?2");

    private readonly Statement _findReversal = new(connection, "SELECT sequence FROM transactions WHERE wallet_id = ?1 AND reversal_of = ?2");

    public WalletTransaction? Find(long walletRowId, long sequence) =>
        _find.Bind(1, walletRowId).Bind(2, sequence).Single(static row => SqliteRows.ReadTransaction(row));

    /// <summary>The sequence of the transaction that reversed one; null where none has.</summary>
    public long? FindReversal(long walletRowId, long sequence) =>
        _findReversal.Bind(1, walletRowId).Bind(2, sequence).SingleInt64();

    /// <summary>Appends a transaction.</summary>
    /// <param name="walletRowId">Its wallet's row.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="counterpartRowId">The row of the wallet that its other leg is in; null where there is none.</param>
    /// <returns>Its row id.</returns>
    public long Insert(long walletRowId, WalletTransaction transaction, long? counterpartRowId)
    {
        var insert = ReferenceEquals(transaction.Links, TransactionLinks.None) ? _insert : BindLinks(transaction.Links, counterpartRowId);
        insert
            .Bind(1, walletRowId)
            .Bind(2, transaction.Sequence)
            .Bind(3, (long)transaction.Type)
            .Bind(4, transaction.AmountMinorUnits)
            .Bind(5, transaction.BalanceAfterMinorUnits)
            .Bind(6, transaction.Version)
            .Bind(7, SqliteTime.Of(transaction.CreatedAt))
            .Bind(8, transaction.Reference)
            .Bind(9, transaction.Metadata.Count == 0 ? null : transaction.Metadata.ToJson())
            .Bind(10, transaction.Hash)
            .Execute();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle!);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _insertLinked.Dispose();
        _find.Dispose();
        _findReversal.Dispose();
    }

    private Statement BindLinks(TransactionLinks links, long? counterpartRowId) =>
        _insertLinked
            .Bind(11, links.RebateOf)
            .Bind(12, links.ReversalOf)
            .Bind(13, links.Hold)
            .Bind(14, links.HoldRemainingMinorUnits)
            .Bind(15, counterpartRowId)
            .Bind(16, links.Counterpart?.Sequence)
            .Bind(17, links.Exchange?.CounterpartMinorUnits)
            .Bind(18, links.Exchange?.Rate?.ToString(CultureInfo.InvariantCulture))
            .Bind(19, links.Exchange?.Rounding?.ToString());
}
