using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>erasures</c>, on the write connection: the wallets whose hidden texts are still to be deleted, and the deletion of a piece of them.</summary>
internal sealed class ErasureTable(SqliteConnection connection) : IDisposable
{
    private static readonly ColumnList s_pending = new();
    private static readonly Column s_walletRow = s_pending.Add("w.id");
    private static readonly Column s_done = s_pending.Add("e.done");
    private static readonly Column s_through = s_pending.Add("w.erased_through");

    private readonly Statement _begin = new(
        connection, "INSERT INTO walletkit_erasures (wallet_id, done) VALUES (:walletRow, :version) ON CONFLICT (wallet_id) DO NOTHING");

    private readonly Statement _find = new(
        connection, $"SELECT {s_pending.Names} FROM walletkit_wallets w JOIN walletkit_erasures e ON e.wallet_id = w.id WHERE w.public_id = :wallet");

    private readonly Statement _deleteTexts = new(
        connection,
        """
        DELETE FROM walletkit_texts
        WHERE id IN (SELECT j.id FROM walletkit_journal j WHERE j.wallet_id = :walletRow AND j.version BETWEEN :lowest AND :highest AND j.text_commitment IS NOT NULL)
        """);

    private readonly Statement _clearHolds = new(
        connection,
        """
        UPDATE walletkit_holds SET reference = NULL, metadata = NULL
        WHERE wallet_id = :walletRow AND (reference IS NOT NULL OR metadata IS NOT NULL)
            AND number IN (SELECT j.hold FROM walletkit_journal j WHERE j.wallet_id = :walletRow AND j.version BETWEEN :lowest AND :highest AND j.type = 311)
        """);

    private readonly Statement _note = new(connection, "UPDATE walletkit_erasures SET done = :version WHERE wallet_id = :walletRow");
    private readonly Statement _end = new(connection, "DELETE FROM walletkit_erasures WHERE wallet_id = :walletRow");

    /// <summary>Notes that the texts of a wallet are to be deleted.</summary>
    /// <param name="walletRowId">The wallet's row.</param>
    /// <param name="done">The version through which an earlier erasure has covered them; 0 for none.</param>
    public void Begin(long walletRowId, long done) => _begin.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.Version, done).Execute();

    /// <summary>Deletes the texts of the next entries of an erased wallet, and of the holds that they placed.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="limit">The highest number of entries.</param>
    /// <returns>Whether texts may be left.</returns>
    public bool DeleteNext(WalletId walletId, int limit)
    {
        var found = _find
            .Bind(Parameter.Wallet, walletId.Value)
            .Single(static row => new Pending(row.Int64(s_walletRow), row.Int64(s_done), row.Int64(s_through)));
        if (found is not { } pending)
        {
            return false;
        }

        var highest = Math.Min(pending.Done + limit, pending.Through);
        Delete(_deleteTexts, pending, highest);
        Delete(_clearHolds, pending, highest);
        if (highest == pending.Through)
        {
            _end.Bind(Parameter.WalletRow, pending.WalletRow).Execute();
            return false;
        }

        _note.Bind(Parameter.WalletRow, pending.WalletRow).Bind(Parameter.Version, highest).Execute();
        return true;
    }

    public void Dispose()
    {
        _begin.Dispose();
        _find.Dispose();
        _deleteTexts.Dispose();
        _clearHolds.Dispose();
        _note.Dispose();
        _end.Dispose();
    }

    private static void Delete(Statement statement, Pending pending, long highest) =>
        statement.Bind(Parameter.WalletRow, pending.WalletRow).Bind(Parameter.Lowest, pending.Done + 1).Bind(Parameter.Highest, highest).Execute();

    private sealed record Pending(long WalletRow, long Done, long Through);
}
