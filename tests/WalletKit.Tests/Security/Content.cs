using WalletKit.Stores;

namespace WalletKit.Tests.Security;

/// <summary>All content that a store shows, for comparison with its later content.</summary>
internal static class Content
{
    public static async Task<List<object>> ReadAsync(IWalletStore store)
    {
        List<object> all = [];
        foreach (var wallet in await store.ListAllWalletsAsync(null, int.MaxValue))
        {
            all.Add(wallet);
            all.AddRange(await store.ListTransactionsAsync(new HistoryRange(wallet.Id, HistoryOrder.OldestFirst, null, int.MaxValue)));
            all.AddRange(await store.ListOpenHoldsAsync(wallet.Id, 0, int.MaxValue));
            all.AddRange(await store.ListEventsAsync(wallet.Id, 0, int.MaxValue));
        }

        foreach (var status in Enum.GetValues<RebateStatus>())
        {
            all.AddRange(await store.Rebates.ListAsync(status, null, int.MaxValue));
        }

        return all;
    }
}
