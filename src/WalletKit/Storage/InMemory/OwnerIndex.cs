using System.Runtime.InteropServices;

namespace WalletKit.Storage.InMemory;

/// <summary>The wallets of an owner, by name, and the number of them that are not closed.</summary>
internal sealed class OwnerIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string OwnerId, string Name), WalletId> _wallets = [];
    private readonly Dictionary<string, Owned> _owners = new(StringComparer.Ordinal);

    public WalletId? Find(string ownerId, string name)
    {
        lock (_gate)
        {
            return _wallets.TryGetValue((ownerId, name), out var walletId) ? walletId : null;
        }
    }

    /// <summary>Lists wallets by name.</summary>
    /// <param name="ownerId">The owner.</param>
    /// <param name="after">The name to go on after; null to begin with the first.</param>
    /// <param name="limit">The highest number of wallets.</param>
    public List<WalletId> List(string ownerId, string? after, int limit)
    {
        // No wallet has the empty name, which sorts before all other names.
        var from = after ?? "";
        lock (_gate)
        {
            return _owners.TryGetValue(ownerId, out var owned) && NameOrder.Instance.Compare(from, owned.Names.Max) < 0
                ? [.. owned.Names.GetViewBetween(from, owned.Names.Max).Where(name => name != from).Take(limit).Select(name => _wallets[(ownerId, name)])]
                : [];
        }
    }

    public int CountOpen(string ownerId)
    {
        lock (_gate)
        {
            return _owners.TryGetValue(ownerId, out var owned) ? owned.Open : 0;
        }
    }

    /// <summary>Adds a wallet, which may be closed already.</summary>
    public void Add(Wallet wallet)
    {
        lock (_gate)
        {
            ref var owned = ref CollectionsMarshal.GetValueRefOrAddDefault(_owners, wallet.OwnerId, out _);
            owned ??= new Owned();
            owned.Names.Add(wallet.Name);
            owned.Open += wallet.Status == WalletStatus.Closed ? 0 : 1;
            _wallets.Add((wallet.OwnerId, wallet.Name), wallet.Id);
        }
    }

    public void Close(Wallet wallet)
    {
        lock (_gate)
        {
            _owners[wallet.OwnerId].Open--;
        }
    }

    /// <summary>Removes a wallet whose owner and name are erased.</summary>
    /// <param name="before">The wallet before the erasure.</param>
    public void Remove(Wallet before)
    {
        lock (_gate)
        {
            var owned = _owners[before.OwnerId];
            owned.Names.Remove(before.Name);
            owned.Open -= before.Status == WalletStatus.Closed ? 0 : 1;
            _wallets.Remove((before.OwnerId, before.Name));
            if (owned.Names.Count == 0)
            {
                _owners.Remove(before.OwnerId);
            }
        }
    }

    private sealed class Owned
    {
        public SortedSet<string> Names { get; } = new(NameOrder.Instance);

        public int Open { get; set; }
    }
}
