using WalletKit.Stores;

namespace WalletKit.Service.Holds;

/// <summary>Records which holds have expired, wallet by wallet. Others may do the same at once: what is recorded already is left alone.</summary>
internal sealed class HoldSweep(IWalletStore store)
{
    private const int PageSize = 256;

    /// <returns>For how many wallets something was recorded.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        // A wallet with more than one command records comes up again, and is one wallet all the same.
        HashSet<WalletId> swept = [];
        HashSet<(WalletId, long)> versions = [];
        while (await store.ListExpiringWalletsAsync(PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } wallets)
        {
            var results = await Task.WhenAll(wallets.Select(wallet => store.CommitAsync(new CommandBatch(new ExpireHolds(wallet)), cancellationToken).AsTask())).ConfigureAwait(false);
            swept.UnionWith(wallets);

            // What is refused would come up again at once, and be refused again.
            if (Array.Find(results, result => result.Refusal is not null) is { Refusal: { } refusal })
            {
                throw refusal;
            }

            // In a damaged store a wallet may be listed for ever of which nothing has expired.
            var before = versions.Count;
            versions.UnionWith(results.Select(result => (result.Results[0].Wallet!.Id, result.Results[0].Wallet!.Version)));
            if (versions.Count == before)
            {
                throw new WalletStoreException(StoreFailure.Corrupt, $"wallet {wallets[0]} is listed as having holds that have expired, and has none.");
            }
        }

        return swept.Count;
    }
}
