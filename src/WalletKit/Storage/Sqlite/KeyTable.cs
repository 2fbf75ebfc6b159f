using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The table <c>idempotency_keys</c>, on the write connection. A key of one transaction points to it; that of anything else keeps
/// the identities of what came of it.
/// </summary>
internal sealed class KeyTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(
        connection,
        $"""
        SELECT {SqliteRows.TransactionColumns}, k.content, k.result
        FROM idempotency_keys k LEFT JOIN transactions t ON t.id = k.transaction_id
            LEFT JOIN wallets w ON w.id = t.wallet_id LEFT JOIN wallets c ON c.id = t.counterpart_wallet_id
        WHERE k.wallet_id = ?1 AND k.key = ?2
        """);

    private readonly Statement _insert = new(
        connection,
        "INSERT INTO idempotency_keys (wallet_id, key, content, transaction_id, result) VALUES (?1, ?2, ?3, ?4, ?5)");

    /// <summary>Finds what a key stands for.</summary>
    /// <param name="walletId">Whose key it is.</param>
    /// <param name="walletRowId">The wallet's row.</param>
    /// <param name="key">The key.</param>
    /// <param name="results">Reads what the identities that were kept stand for.</param>
    public RecordedCommand? Find(WalletId walletId, long walletRowId, string key, Func<string, IEnumerable<CommandResult>> results)
    {
        if (!_find.Bind(1, walletRowId).Bind(2, key).Step())
        {
            return null;
        }

        Sha256Hash content;
        CommandResult? single = null;
        string? kept;
        try
        {
            content = _find.Hash(SqliteRows.TransactionColumnCount);
            kept = _find.StringOrNull(SqliteRows.TransactionColumnCount + 1);
            if (kept is null)
            {
                single = new CommandResult { Transactions = [SqliteRows.ReadTransaction(_find)] };
            }
        }
        finally
        {
            _find.Reset();
        }

        return new RecordedCommand(walletId, key, content, single is null ? [.. results(kept!)] : [single]);
    }

    /// <summary>Keeps a key.</summary>
    /// <param name="walletRowId">The row of the wallet whose key it is.</param>
    /// <param name="recorded">What it stands for.</param>
    /// <param name="transactionRowId">The row of its transaction, where it stands for exactly one; otherwise null.</param>
    public void Insert(long walletRowId, RecordedCommand recorded, long? transactionRowId)
    {
        _insert
            .Bind(1, walletRowId)
            .Bind(2, recorded.Key)
            .Bind(3, recorded.Content)
            .Bind(4, transactionRowId)
            .Bind(5, transactionRowId is null ? RecordedResults.Write(recorded.Results) : null)
            .Execute();
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }
}
