using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The requests of a lane, in the order in which they came, and the wallets that they are about. The lane's lock guards it.</summary>
internal sealed class LaneQueue
{
    private readonly List<LaneEntry> _entries = [];
    private readonly Dictionary<WalletId, int> _wallets = [];

    public int Count => _entries.Count;

    /// <summary>The number of requests without host code.</summary>
    public int CountWithoutHost { get; private set; }

    public LaneEntry this[int index] => _entries[index];

    /// <summary>Whether a request is about a wallet of a request here.</summary>
    public bool Concerns(WriteRequest<StagedChanges> request) => _entries.Count > 0 && IWalletRequest.WalletsOf(request).Any(_wallets.ContainsKey);

    public void Add(WriteRequest<StagedChanges> request)
    {
        var entry = new LaneEntry(request);
        _entries.Add(entry);
        CountWithoutHost += request.IsJoined ? 0 : 1;
        Enter(entry);
    }

    public void RemoveAt(int index)
    {
        Leave(_entries[index]);
        CountWithoutHost -= _entries[index].Request.IsJoined ? 0 : 1;
        _entries.RemoveAt(index);
    }

    public void Remove(LaneEntry entry) => RemoveAt(_entries.IndexOf(entry));

    /// <summary>Looks at the wallets of a request again, because a commit may have found that it is about more than it names.</summary>
    public void Refresh(LaneEntry entry)
    {
        Leave(entry);
        Enter(entry);
    }

    private void Enter(LaneEntry entry)
    {
        entry.Wallets = [.. IWalletRequest.WalletsOf(entry.Request).Distinct()];
        foreach (var walletId in entry.Wallets)
        {
            _wallets[walletId] = _wallets.GetValueOrDefault(walletId) + 1;
        }
    }

    private void Leave(LaneEntry entry)
    {
        foreach (var walletId in entry.Wallets)
        {
            if (--_wallets[walletId] == 0)
            {
                _wallets.Remove(walletId);
            }
        }
    }
}
