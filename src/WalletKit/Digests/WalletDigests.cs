using WalletKit.Model;
using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>Writes digests of a store, and verifies the store against them.</summary>
internal sealed class WalletDigests(IWalletStore store, TimeProvider timeProvider) : IWalletDigests
{
    public Task<StoreDigest> WriteAsync(Stream manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new ManifestWriter(store).WriteAsync(manifest, Timestamp.Of(timeProvider.GetUtcNow()), cancellationToken);
    }

    public Task<DigestReport> VerifyAsync(
        Stream manifest, TreeHead published, IProgress<DigestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return VerifyAsync(manifest, published, new Findings(progress), cancellationToken);
    }

    private async Task<DigestReport> VerifyAsync(Stream manifest, TreeHead published, Findings findings, CancellationToken cancellationToken)
    {
        await new DigestVerifier(store, new ManifestReader(manifest), findings).RunAsync(published, cancellationToken).ConfigureAwait(false);
        return findings.ToReport();
    }
}
