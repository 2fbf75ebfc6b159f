using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>A request in a lane.</summary>
internal sealed class LaneEntry(WriteRequest<StagedChanges> request)
{
    public WriteRequest<StagedChanges> Request => request;

    /// <summary>The wallets that the request was about when it was last looked at. A commit may find more.</summary>
    public WalletId[] Wallets { get; set; } = [];

    /// <summary>Whether a committer has the request.</summary>
    public bool IsInCommit { get; set; }

    /// <summary>Whether others with host code have their turn before it, because its wallet was locked.</summary>
    public bool HadItsTurn { get; set; }
}
