using WalletKit.Stores;

namespace WalletKit.Service.Erasing;

/// <summary>Deletes the texts of erased wallets, in pieces, so that no commit of a caller waits long. Another process may do the same at once.</summary>
internal sealed class TextSweep(IWalletStore store)
{
    // A transaction that deletes this many texts takes some milliseconds.
    private const int EntriesPerPiece = 1_000;

    private const int PageSize = 100;

    /// <summary>Deletes all texts that an erasure of a wallet covers.</summary>
    public async Task RunAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        while (await store.DeleteErasedTextsAsync(walletId, EntriesPerPiece, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Deletes the texts that are left of erased wallets, because a process ended too early.</summary>
    /// <returns>The number of wallets.</returns>
    public async Task<int> RunAllAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (await store.ListErasuresAsync(PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } wallets)
        {
            foreach (var wallet in wallets)
            {
                await RunAsync(wallet, cancellationToken).ConfigureAwait(false);
                count++;
            }
        }

        return count;
    }
}
