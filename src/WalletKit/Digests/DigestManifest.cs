using WalletKit.Digests;

namespace WalletKit;

/// <summary>Reads the manifests that <see cref="IWalletDigests.WriteAsync"/> writes, without the store.</summary>
public static class DigestManifest
{
    /// <summary>Calculates the head of a manifest's tree, to compare it with a published one.</summary>
    /// <param name="manifest">The manifest, from its beginning; it is left open. It is read once, with bounded memory.</param>
    /// <param name="cancellationToken">Honored while the manifest is read.</param>
    /// <exception cref="InvalidDataException">The stream is not a manifest, or is cut off in a line; the message names the line.</exception>
    public static async Task<TreeHead> ReadHeadAsync(Stream manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var reader = new ManifestReader(manifest);
        while (await MoveAsync(reader, cancellationToken).ConfigureAwait(false) is not null)
        {
        }

        return reader.Tree.Head;
    }

    /// <summary>Makes the proof that a digest includes a wallet at its version then.</summary>
    /// <param name="manifest">The manifest of the digest, from its beginning; it is left open. It is read once, with bounded memory.</param>
    /// <param name="walletId">The wallet.</param>
    /// <param name="cancellationToken">Honored while the manifest is read.</param>
    /// <returns>The proof; null where the manifest has no such wallet.</returns>
    /// <exception cref="InvalidDataException">The stream is not a manifest, or is cut off in a line; the message names the line.</exception>
    public static async Task<WalletProof?> ProveAsync(Stream manifest, WalletId walletId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var reader = new ManifestReader(manifest, walletId);
        var (found, index) = (default(ManifestLine?), 0L);
        while (await MoveAsync(reader, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.WalletId == walletId)
            {
                (found, index) = (line, reader.Tree.Size - 1);
            }
        }

        return found is not { } wallet ? null : new WalletProof
        {
            WalletId = walletId,
            Version = wallet.Version,
            ChainHash = wallet.Hash,
            Index = index,
            Size = reader.Tree.Size,
            Path = reader.Tree.Path(),
        };
    }

    private static async ValueTask<ManifestLine?> MoveAsync(ManifestReader reader, CancellationToken cancellationToken)
    {
        await reader.MoveAsync(cancellationToken).ConfigureAwait(false);
        return reader.WrongLine is { } wrong ? throw new InvalidDataException($"Line {wrong} of the manifest is not as WalletKit writes it.") : reader.Line;
    }
}
