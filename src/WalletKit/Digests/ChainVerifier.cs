using WalletKit.Storage.Books;
using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>Calculates the chains of wallets anew.</summary>
internal sealed class ChainVerifier(IWalletStore store, Findings findings)
{
    private const int EntriesPerReport = 1_000;

    /// <summary>Verifies one wallet.</summary>
    /// <param name="wallet">The wallet at the time when it was read; later entries are left out.</param>
    /// <param name="line">The digest's line for the wallet; null where the wallet did not exist yet.</param>
    /// <param name="cancellationToken">Honored between pages.</param>
    public async Task VerifyAsync(Wallet wallet, ManifestLine? line, CancellationToken cancellationToken)
    {
        findings.CountWallet();

        // Before the entries. If the wallet is erased meanwhile, the entries that were to be compared by this secret show that they are erased.
        var secrets = await store.Books.FindSecretsAsync(wallet.Id, cancellationToken).ConfigureAwait(false) ?? WalletSecrets.None;
        var walk = new ChainWalk(wallet, secrets.Texts, line, findings);
        try
        {
            var count = 0L;
            await foreach (var row in store.Books.StreamJournalAsync(wallet.Id, cancellationToken).ConfigureAwait(false))
            {
                walk.Take(row);
                if (walk.Beyond is not null)
                {
                    break;
                }

                if (++count % EntriesPerReport == 0)
                {
                    findings.Report();
                }
            }
        }
        catch (WalletStoreException damage) when (StoreDamage.Is(damage.Failure))
        {
            walk.GiveUp(damage.Message);
            return;
        }

        if (walk.Beyond is { } beyond)
        {
            await VerifyBeyondAsync(wallet.Id, beyond, walk, cancellationToken).ConfigureAwait(false);
        }

        walk.End();
    }

    // The wallet may have grown since it was read. If it has, its newest entry says so by now.
    private async ValueTask VerifyBeyondAsync(WalletId walletId, long beyond, ChainWalk walk, CancellationToken cancellationToken)
    {
        try
        {
            if (!((await store.FindWalletAsync(walletId, cancellationToken).ConfigureAwait(false))?.Version >= beyond))
            {
                walk.AddUnexpected(beyond);
            }
        }
        catch (WalletStoreException exception) when (exception.Failure == StoreFailure.Corrupt)
        {
            findings.Add(DigestFindingKind.WalletUnreadable, walletId, null, $"Wallet {walletId} cannot be read again: {exception.Message}");
        }
    }
}
