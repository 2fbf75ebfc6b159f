using Microsoft.Data.Sqlite;
using WalletKit.Rules;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>idempotency_keys</c>, on the write connection.</summary>
internal sealed class KeyTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(
        connection,
        $"""
        SELECT {SqliteRows.TransactionColumns}, k.content
        FROM idempotency_keys k, {SqliteRows.TransactionTables}
        WHERE k.wallet_id = ?1 AND k.key = ?2 AND t.id = k.transaction_id
        """);

    private readonly Statement _insert = new(
        connection,
        "INSERT INTO idempotency_keys (wallet_id, key, content, transaction_id) VALUES (?1, ?2, ?3, ?4)");

    public RecordedCommand? Find(long walletRowId, string key)
    {
        if (!_find.Bind(1, walletRowId).Bind(2, key).Step())
        {
            return null;
        }

        try
        {
            return new RecordedCommand(key, new ContentHash(_find.Blob(SqliteRows.TransactionColumnCount)), SqliteRows.ReadTransaction(_find));
        }
        finally
        {
            _find.Reset();
        }
    }

    public void Insert(long walletRowId, RecordedCommand recorded, long transactionRowId)
    {
        Span<byte> content = stackalloc byte[ContentHash.Size];
        recorded.Content.CopyTo(content);
        _insert.Bind(1, walletRowId).Bind(2, recorded.Key).Bind(3, content).Bind(4, transactionRowId).Execute();
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }
}
