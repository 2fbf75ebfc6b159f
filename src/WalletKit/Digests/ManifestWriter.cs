using System.Text;
using WalletKit.Digests.Merkle;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>Writes manifests.</summary>
internal sealed class ManifestWriter(IWalletStore store)
{
    private const int PageSize = 1_000;

    public async Task<StoreDigest> WriteAsync(Stream manifest, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var (tree, transactions) = (new GrowingTree(), 0L);
        var text = new StringBuilder(ManifestLine.Header).Append('\n');
        for (WalletId? last = null; ;)
        {
            var page = await store.ListAllWalletsAsync(last, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var wallet in page)
            {
                if (wallet.Id <= last)
                {
                    throw new WalletStoreException(StoreFailure.Corrupt, $"the wallets are not listed in order: {wallet.Id} comes after {last}.");
                }

                var line = new ManifestLine(wallet.Id, wallet.Version, wallet.ChainHash);
                text.Append(line).Append('\n');
                tree.Append(line.Leaf());
                transactions = checked(transactions + wallet.LastSequence);
                last = wallet.Id;
            }

            await manifest.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            text.Clear();
            if (!page.HasMore)
            {
                break;
            }

            if (page.Count == 0)
            {
                throw Pages.Stuck("wallets", last);
            }
        }

        await manifest.FlushAsync(cancellationToken).ConfigureAwait(false);
        return new StoreDigest { Head = tree.Head, Transactions = transactions, Time = time };
    }
}
