using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>
/// Calculates wallets' chains anew. After what does not agree it goes on from the hash that is kept, so that each thing that was
/// changed is found once, where it is, and not in all that comes after it.
/// </summary>
internal sealed class ChainVerifier(IWalletStore store, Findings findings)
{
    private const int PageSize = 1_000;

    // Each costs a connection, and a damaged sequence may be any number away.
    private const int MaxUnreadableInARow = 100;

    /// <summary>Verifies one wallet.</summary>
    /// <param name="wallet">The wallet as it was read; what it was given since is left out.</param>
    /// <param name="line">What the digest says of it; null where it was not there yet.</param>
    /// <param name="cancellationToken">Honored between pages.</param>
    public async Task VerifyAsync(Wallet wallet, ManifestLine? line, CancellationToken cancellationToken)
    {
        findings.CountWallet();
        var walk = new ChainWalk(wallet, line, findings);

        // From before the first sequence that may be, as rows can be put there as well.
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

                // One by one up to the row that it is, and on after it.
                (after, limit) = limit == 1 ? (walk.Skip(), PageSize) : (after, 1);
                continue;
            }

            unreadable = 0;
            foreach (var transaction in page)
            {
                walk.Take(transaction);
                after = transaction.Sequence;
            }

            // A page that says that there is more and shows nothing leads nowhere: what is missing is found at the end.
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

    // The wallet may have gone on since it was read; then it says so by now.
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

    /// <returns>Null where a row holds what cannot be read, or does not come after the one before it.</returns>
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
