using WalletKit.Pipeline;
using WalletKit.Stores;

namespace WalletKit.Service.Holds;

/// <summary>Records the expiry of holds, wallet by wallet. Other processes may do the same at once: an expiry that is recorded already is left alone.</summary>
internal sealed class HoldSweep(IWalletStore store, ICommandPipeline pipeline)
{
    private const int PageSize = 256;

    // The number is small, because a caller's command takes its turn among them and waits for no more than these.
    private const int AtOnce = 16;

    /// <returns>The number of wallets for which an expiry was recorded.</returns>
    /// <exception cref="WalletStoreException">The store could not do its work, or could not do it for some wallets; then it is done for all others.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var run = new SweepRun();
        while (run.GoesOn && run.ToSweep(await store.ListExpiringWalletsAsync(PageSize + run.LeftAlone, cancellationToken).ConfigureAwait(false)) is { Count: > 0 } wallets)
        {
            foreach (var some in wallets.Chunk(AtOnce))
            {
                var swept = await Task.WhenAll(some.Select(wallet => SweepAsync(wallet, cancellationToken))).ConfigureAwait(false);
                Array.ForEach(swept, run.Note);
            }
        }

        return run.End();
    }

    private async Task<SweptWallet> SweepAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        try
        {
            var result = await pipeline.CommitAsync(new CommandBatch(new ExpireHolds(walletId)), Route.Sweep, cancellationToken).ConfigureAwait(false);
            return result.Refusal is { } refusal ? new SweptWallet(walletId, null, refusal) : new SweptWallet(walletId, result.First.Wallet, null);
        }
        catch (Exception exception) when (exception is OverflowException or WalletStoreException { OutcomeUnknown: false, Failure: StoreFailure.Constraint or StoreFailure.Corrupt })
        {
            // The store takes work, but not for this wallet.
            return new SweptWallet(walletId, null, exception);
        }
    }
}
