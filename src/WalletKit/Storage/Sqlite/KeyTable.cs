using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The table <c>idempotency_keys</c>, on the write connection. A key with one transaction as its result points to it. Any other key keeps
/// the identities of its results.
/// </summary>
internal sealed class KeyTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteTables.Keys.Columns} FROM {SqliteTables.KeySources} WHERE k.wallet_id = :walletRow AND k.key = :key");

    private readonly Statement _insert = new(connection, SqliteTables.Insert(SqliteTables.Keys));

    public KeptKey? Find(long walletRowId, Sha256Hash key) =>
        _find.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.Key, key).Single(SqliteRows.ReadKey);

    /// <summary>Keeps a key.</summary>
    /// <param name="walletRowId">The row of the wallet to which the key belongs.</param>
    /// <param name="recorded">The results under the key.</param>
    /// <param name="transactionRowId">The row of the transaction, where the only result is one transaction; otherwise null.</param>
    public void Insert(long walletRowId, RecordedCommand recorded, long? transactionRowId) =>
        _insert
            .Bind(KeyColumns.WalletId, walletRowId)
            .Bind(KeyColumns.Key, recorded.Key)
            .Bind(KeyColumns.Content, recorded.Content)
            .Bind(KeyColumns.Version, transactionRowId)
            .Bind(KeyColumns.Result, transactionRowId is null ? RecordedResults.Write(recorded.Results) : null)
            .Bind(KeyColumns.RecordedAt, recorded.RecordedAt)
            .Execute();

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }
}
