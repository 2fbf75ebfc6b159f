using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Model.Money;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>transactions</c>, on the write connection. It is only ever appended to.</summary>
internal sealed class TransactionTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, SqliteTables.Insert(SqliteTables.Transactions, TransactionColumns.LastPlain));

    private readonly Statement _insertLinked = new(connection, SqliteTables.Insert(SqliteTables.Transactions));

    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteTables.Transactions.Columns} FROM {SqliteTables.TransactionSources} WHERE t.wallet_id = ?1 AND t.sequence = ?2");

    private readonly Statement _findReversal = new(connection, "SELECT sequence FROM transactions WHERE wallet_id = ?1 AND reversal_of = ?2");

    public WalletTransaction? Find(long walletRowId, long sequence) =>
        _find.Bind(1, walletRowId).Bind(2, sequence).Single(SqliteRows.ReadTransaction);

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
            .Bind(TransactionColumns.WalletId, walletRowId)
            .Bind(TransactionColumns.Sequence, transaction.Sequence)
            .Bind(TransactionColumns.Type, (long)transaction.Type)
            .Bind(TransactionColumns.Amount, transaction.AmountMinorUnits)
            .Bind(TransactionColumns.BalanceAfter, transaction.BalanceAfterMinorUnits)
            .Bind(TransactionColumns.Version, transaction.Version)
            .Bind(TransactionColumns.CreatedAt, transaction.CreatedAt)
            .Bind(TransactionColumns.Reference, transaction.Reference)
            .Bind(TransactionColumns.Metadata, transaction.Metadata)
            .Bind(TransactionColumns.Hash, transaction.Hash)
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
            .Bind(TransactionColumns.RebateOf, links.RebateOf)
            .Bind(TransactionColumns.ReversalOf, links.ReversalOf)
            .Bind(TransactionColumns.Hold, links.Hold)
            .Bind(TransactionColumns.HoldRemaining, links.HoldRemainingMinorUnits)
            .Bind(TransactionColumns.CounterpartWalletId, counterpartRowId)
            .Bind(TransactionColumns.CounterpartSequence, links.Counterpart?.Sequence)
            .Bind(TransactionColumns.CounterpartAmount, links.Exchange?.CounterpartMinorUnits)
            .Bind(TransactionColumns.ExchangeRate, links.Exchange?.Rate?.ToString(CultureInfo.InvariantCulture))
            .Bind(TransactionColumns.ExchangeRounding, links.Exchange?.Rounding?.ToString());
}
