using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>Writes digests of a store, and verifies the store against them.</summary>
internal sealed class WalletDigests(IWalletStore store, TimeProvider timeProvider) : IWalletDigests
{
    public Task<StoreDigest> WriteAsync(Stream manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new ManifestWriter(store).WriteAsync(manifest, timeProvider.GetUtcNow(), cancellationToken);
    }

    public Task<DigestReport> VerifyAsync(
        Stream manifest, Sha256Hash published, IProgress<DigestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return VerifyAsync(manifest, published, new Findings(progress), cancellationToken);
    }

    private async Task<DigestReport> VerifyAsync(Stream manifest, Sha256Hash published, Findings findings, CancellationToken cancellationToken)
    {
        using var reader = new ManifestReader(manifest);
        await new DigestVerifier(store, reader, findings).RunAsync(published, cancellationToken).ConfigureAwait(false);
        return findings.ToReport();
    }
}
