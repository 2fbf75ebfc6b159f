namespace WalletKit.Storage.InMemory;

/// <summary>Which wallets an owner has, by name.</summary>
internal sealed class OwnerIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedList<string, WalletId>> _owners = new(StringComparer.Ordinal);

    public WalletId? Find(string ownerId, string name)
    {
        lock (_gate)
        {
            return _owners.TryGetValue(ownerId, out var names) && names.TryGetValue(name, out var walletId) ? walletId : null;
        }
    }

    public WalletId[] List(string ownerId)
    {
        lock (_gate)
        {
            return _owners.TryGetValue(ownerId, out var names) ? [.. names.Values] : [];
        }
    }

    public void Add(Wallet wallet)
    {
        lock (_gate)
        {
            if (!_owners.TryGetValue(wallet.OwnerId, out var names))
            {
                _owners[wallet.OwnerId] = names = new(StringComparer.Ordinal);
            }

            names.Add(wallet.Name, wallet.Id);
        }
    }
}
