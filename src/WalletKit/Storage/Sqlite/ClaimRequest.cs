using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>Due rebates to be claimed.</summary>
internal sealed class ClaimRequest(Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit) : WriteRequest<WriteSession, IReadOnlyList<ClaimedRebate>>
{
    protected override IReadOnlyList<ClaimedRebate> Work(WriteSession session, DateTimeOffset now)
    {
        // Claims work on the tables, so the staged changes of the same transaction must be in them.
        session.Flush();
        return session.Rebates.Claim(stamp, policies, now, until, limit);
    }
}
