namespace WalletKit.Storage.InMemory;

/// <summary>The ids of all wallets, in their order.</summary>
internal sealed class IdIndex
{
    private static readonly WalletId Last = new(Guid.AllBitsSet);

    private readonly Lock _gate = new();
    private readonly SortedSet<WalletId> _ids = [];

    public List<WalletId> List(WalletId? after, int limit)
    {
        lock (_gate)
        {
            var from = after ?? default;
            return [.. _ids.GetViewBetween(from, Last).Where(walletId => walletId > from).Take(limit)];
        }
    }

    public void Add(WalletId walletId)
    {
        lock (_gate)
        {
            _ids.Add(walletId);
        }
    }
}
