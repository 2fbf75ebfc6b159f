using System.Diagnostics.CodeAnalysis;

namespace WalletKit.PostgreSql.Writing;

/// <summary>Committers for requests with host code, each with a connection of its own. They are made when they are needed, and kept. The lane's lock guards it.</summary>
/// <param name="max">The number of committers at most.</param>
/// <param name="newCommitter">Makes a committer.</param>
internal sealed class CommitterPool(int max, Func<GroupCommitter> newCommitter) : IAsyncDisposable
{
    private readonly Stack<GroupCommitter> _free = [];
    private int _made;

    /// <summary>Whether there is a committer to be taken.</summary>
    public bool HasFree => _free.Count > 0 || _made < max;

    public bool TryTake([NotNullWhen(true)] out GroupCommitter? committer)
    {
        if (_free.TryPop(out committer))
        {
            return true;
        }

        if (_made == max)
        {
            return false;
        }

        _made++;
        committer = newCommitter();
        return true;
    }

    public void Return(GroupCommitter committer) => _free.Push(committer);

    /// <summary>Gives all connections back. All committers have been returned.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_free.TryPop(out var committer))
        {
            await committer.DisposeAsync().ConfigureAwait(false);
        }
    }
}
