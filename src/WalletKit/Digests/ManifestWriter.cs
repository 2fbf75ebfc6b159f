using System.Security.Cryptography;
using System.Text;
using WalletKit.Rules;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>Writes manifests.</summary>
internal sealed class ManifestWriter(IWalletStore store)
{
    private const int PageSize = 1_000;

    public async Task<StoreDigest> WriteAsync(Stream manifest, DateTimeOffset time, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new StringBuilder(ManifestLine.Header).Append('\n');
        var (wallets, transactions) = (0L, 0L);
        for (WalletId? last = null; ;)
        {
            var page = await store.ListAllWalletsAsync(last, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var wallet in page)
            {
                if (wallet.Id <= last)
                {
                    throw new WalletStoreException(StoreFailure.Corrupt, $"the wallets are not listed in order: {wallet.Id} comes after {last}.");
                }

                text.Append(new ManifestLine(wallet.Id, wallet.Version, wallet.ChainHash)).Append('\n');
                transactions = checked(transactions + wallet.LastSequence);
                last = wallet.Id;
            }

            wallets += page.Count;
            var bytes = Encoding.ASCII.GetBytes(text.ToString());
            text.Clear();
            hash.AppendData(bytes);
            await manifest.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
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
        return new StoreDigest { Hash = new Sha256Hash(hash.GetHashAndReset()), Wallets = wallets, Transactions = transactions, Time = time };
    }
}
