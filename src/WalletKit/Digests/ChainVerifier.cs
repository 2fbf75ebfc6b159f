using WalletKit.Storage;

namespace WalletKit.Digests;

/// <summary>
/// Calculates wallets' chains anew. After what does not agree it goes on from the hash that is kept, so that each thing that was
/// changed is found once, where it is, and not in all that comes after it.
/// </summary>
internal sealed class ChainVerifier(IWalletStore store, Findings findings)
{
    private const int PageSize = 1_000;

    /// <summary>Verifies one wallet.</summary>
    /// <param name="wallet">The wallet as it was read; what it was given since is left out.</param>
    /// <param name="line">What the digest says of it; null where it was not there yet.</param>
    /// <param name="cancellationToken">Honored between pages.</param>
    public async Task VerifyAsync(Wallet wallet, ManifestLine? line, CancellationToken cancellationToken)
    {
        findings.CountWallet();
        var walk = new ChainWalk(wallet, line, findings);

        // From before the first sequence that may be, as rows can be put there as well.
        var (after, limit) = (long.MinValue, PageSize);
        while (walk.GoesOn)
        {
            var range = new HistoryRange(wallet.Id, HistoryOrder.OldestFirst, after, limit);
            if (await ReadAsync(range, cancellationToken).ConfigureAwait(false) is not { } page)
            {
                // One by one up to the row that it is, and on after it.
                (after, limit) = limit == 1 ? (walk.Skip(), PageSize) : (after, 1);
                continue;
            }

            foreach (var transaction in page)
            {
                walk.Take(transaction);
                after = transaction.Sequence;
            }

            if (page.Count < limit)
            {
                break;
            }

            findings.Report();
        }

        // The wallet may have gone on since it was read; then it says so by now.
        if (walk.Beyond is { } beyond
            && !((await store.FindWalletAsync(wallet.Id, cancellationToken).ConfigureAwait(false))?.LastSequence >= beyond))
        {
            walk.AddUnexpected(beyond);
        }

        walk.End();
    }

    /// <returns>Null where a row holds what cannot be read.</returns>
    private async ValueTask<IReadOnlyList<WalletTransaction>?> ReadAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadHistoryAsync(range, cancellationToken).ConfigureAwait(false);
        }
        catch (WalletStoreException exception) when (exception.Failure == StoreFailure.Corrupt)
        {
            return null;
        }
    }
}
