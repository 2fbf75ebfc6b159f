using WalletKit.Commands;
using WalletKit.Storage;

namespace WalletKit.Holds;

/// <summary>Records which holds have expired, wallet by wallet. Others may do the same at once: what is recorded already is left alone.</summary>
internal sealed class HoldSweep(IWalletStore store)
{
    private const int PageSize = 256;

    /// <returns>For how many wallets something was recorded.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        // A wallet with more than one command records comes up again, and is one wallet all the same.
        HashSet<WalletId> swept = [];
        while (await store.ListExpiringWalletsAsync(PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } wallets)
        {
            foreach (var commit in wallets.Select(wallet => store.CommitAsync(new CommandBatch(new ExpireHolds(wallet)), cancellationToken).AsTask()).ToArray())
            {
                await commit.ConfigureAwait(false);
            }

            swept.UnionWith(wallets);
        }

        return swept.Count;
    }
}
