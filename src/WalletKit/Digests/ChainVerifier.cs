using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>
/// Calculates the chains of wallets anew. After a difference the calculation continues from the stored hash, so each change is found once, in its own
/// place, and not again in all transactions after it.
/// </summary>
internal sealed class ChainVerifier(IWalletStore store, Findings findings)
{
    private const int PageSize = 1_000;

    // Each unreadable row costs a connection, and a damaged sequence may be any number away.
    private const int MaxUnreadableInARow = 100;

    /// <summary>Verifies one wallet.</summary>
    /// <param name="wallet">The wallet at the time when it was read; later transactions are left out.</param>
    /// <param name="line">The digest's line for the wallet; null where the wallet did not exist yet.</param>
    /// <param name="cancellationToken">Honored between pages.</param>
    public async Task VerifyAsync(Wallet wallet, ManifestLine? line, CancellationToken cancellationToken)
    {
        findings.CountWallet();
        var walk = new ChainWalk(wallet, line, findings);

        // The walk begins before the first valid sequence, because a forged row can be put there as well.
        var (after, limit, unreadable) = (long.MinValue, PageSize, 0);
        while (walk.GoesOn)
        {
            var range = new HistoryRange(wallet.Id, HistoryOrder.OldestFirst, after, limit);
            if (await ReadAsync(range, cancellationToken).ConfigureAwait(false) is not { } page)
            {
                if (limit == 1 && ++unreadable > MaxUnreadableInARow)
                {
                    walk.GiveUp(MaxUnreadableInARow);
                    return;
                }

                // The walk goes one by one up to the unreadable row, and in pages after it.
                (after, limit) = limit == 1 ? (walk.Skip(), PageSize) : (after, 1);
                continue;
            }

            unreadable = 0;
            foreach (var transaction in page)
            {
                walk.Take(transaction);
                after = transaction.Sequence;
            }

            // An empty page that promises more leads nowhere: the end of the walk reports the missing transactions.
            if (!page.HasMore || page.Count == 0)
            {
                break;
            }

            findings.Report();
        }

        if (walk.Beyond is { } beyond)
        {
            await VerifyBeyondAsync(wallet.Id, beyond, walk, cancellationToken).ConfigureAwait(false);
        }

        walk.End();
    }

    // The wallet may have grown since it was read. If it has, its row says so by now.
    private async ValueTask VerifyBeyondAsync(WalletId walletId, long beyond, ChainWalk walk, CancellationToken cancellationToken)
    {
        try
        {
            if (!((await store.FindWalletAsync(walletId, cancellationToken).ConfigureAwait(false))?.LastSequence >= beyond))
            {
                walk.AddUnexpected(beyond);
            }
        }
        catch (WalletStoreException exception) when (exception.Failure == StoreFailure.Corrupt)
        {
            findings.Add(DigestFindingKind.WalletUnreadable, walletId, null, $"Wallet {walletId} cannot be read again: {exception.Message}");
        }
    }

    /// <returns>Null where a row holds a value that cannot be read, or does not come after the row before it.</returns>
    private async ValueTask<Page<WalletTransaction>?> ReadAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        try
        {
            var page = await store.ListTransactionsAsync(range, cancellationToken).ConfigureAwait(false);
            return Rises(page, range.After ?? long.MinValue) ? page : null;
        }
        catch (WalletStoreException exception) when (exception.Failure == StoreFailure.Corrupt)
        {
            return null;
        }
    }

    private static bool Rises(Page<WalletTransaction> page, long after)
    {
        foreach (var transaction in page)
        {
            if (transaction.Sequence <= after)
            {
                return false;
            }

            after = transaction.Sequence;
        }

        return true;
    }
}
