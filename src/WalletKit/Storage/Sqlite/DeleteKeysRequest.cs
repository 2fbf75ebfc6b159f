using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>A piece of the idempotency keys, of which the old ones are to be deleted.</summary>
internal sealed class DeleteKeysRequest(TimeSpan age, KeyPlace? after, int limit) : WriteRequest<WriteSession, KeyDeletion>
{
    protected override KeyDeletion Work(WriteSession session, DateTimeOffset now)
    {
        // The deletion works on the tables, so the staged changes of the same transaction must be in them.
        session.Flush();
        return session.DeleteKeys(now - age, after, limit);
    }
}
