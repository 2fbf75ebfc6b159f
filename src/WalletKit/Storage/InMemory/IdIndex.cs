namespace WalletKit.Storage.InMemory;

/// <summary>Which wallets there are, in the order of their ids.</summary>
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
