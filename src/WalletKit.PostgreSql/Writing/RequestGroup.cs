using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The requests of a commit: the requests that it includes, and those that it leaves out, because wallets of theirs are locked.</summary>
internal sealed class RequestGroup
{
    private readonly List<WriteRequest<StagedChanges>> _included = [];
    private readonly List<WriteRequest<StagedChanges>> _deferred = [];
    private IReadOnlyList<WriteRequest<StagedChanges>> _all = [];

    public IReadOnlyList<WriteRequest<StagedChanges>> Included => _included;

    public IReadOnlyList<WriteRequest<StagedChanges>> Deferred => _deferred;

    /// <summary>Begins with all requests included.</summary>
    public void Begin(IReadOnlyList<WriteRequest<StagedChanges>> requests)
    {
        _all = requests;
        _deferred.Clear();
        _included.Clear();
        _included.AddRange(requests);
    }

    /// <summary>
    /// Leaves out the requests about locked wallets. A request is left out as well where a request that is left out came before it and is about one of its wallets, so that the
    /// requests about a wallet keep their order. A request that an earlier attempt of the same transaction left out stays left out.
    /// </summary>
    public void Defer(IReadOnlyCollection<WalletId> locked)
    {
        if (locked.Count == 0 && _deferred.Count == 0)
        {
            return;
        }

        var before = _deferred.ToHashSet();
        var waiting = locked.ToHashSet();
        _deferred.Clear();
        _included.Clear();
        foreach (var request in _all)
        {
            var wallets = IWalletRequest.WalletsOf(request);
            if (before.Contains(request) || wallets.Any(waiting.Contains))
            {
                _deferred.Add(request);
                waiting.UnionWith(wallets);
            }
            else
            {
                _included.Add(request);
            }
        }
    }
}
