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
        var swept = 0L;
        while (await store.ListExpiringWalletsAsync(PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } wallets)
        {
            foreach (var commit in wallets.Select(wallet => store.CommitAsync(new CommandBatch(new ExpireHolds(wallet)), cancellationToken).AsTask()).ToArray())
            {
                // A wallet with more than one command records comes up again, and counts when it is done.
                var result = await commit.ConfigureAwait(false);
                swept += result is { Refusal: null, First.Wallet: { } wallet } && !(wallet.Holds.NextExpiry <= wallet.UpdatedAt) ? 1 : 0;
            }
        }

        return swept;
    }
}
