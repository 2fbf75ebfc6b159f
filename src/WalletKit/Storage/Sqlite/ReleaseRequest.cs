using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>A claim to be given back. The result is always true.</summary>
internal sealed class ReleaseRequest(Guid stamp) : WriteRequest<WriteSession, bool>
{
    protected override bool Work(WriteSession session, DateTimeOffset now)
    {
        // Claims work on the tables, so the staged changes of the same transaction must be in them.
        session.Flush();
        session.Rebates.Release(stamp, now);
        return true;
    }
}
