namespace WalletKit;

/// <summary>
/// Digests of a whole store: what is published of one lets anybody find later that the books up to it were changed.
/// <c>docs/tamper-evidence.md</c> says what is hashed, what a digest proves, and what it does not.
/// </summary>
public interface IWalletDigests
{
    /// <summary>
    /// Writes a manifest: a line for each wallet, by id, with the sequence and the hash of its newest transaction. The store may be in use: each
    /// line is true by itself, and whatever was committed before the call began is in it.
    /// </summary>
    /// <param name="manifest">Where to write it; it is left open.</param>
    /// <param name="cancellationToken">Honored between pages of wallets; what was written by then is no manifest.</param>
    /// <returns>What to publish.</returns>
    /// <exception cref="WalletStoreException">The store could not be read.</exception>
    Task<StoreDigest> WriteAsync(Stream manifest, CancellationToken cancellationToken = default);

    /// <summary>
    /// Calculates every wallet's chain anew from its transactions and compares it with what is kept, and with the manifest. The store may be in use,
    /// and may have gone on since. Memory is bounded; the store is read once, in pages.
    /// </summary>
    /// <param name="manifest">A manifest that was written earlier, from its beginning; it is left open.</param>
    /// <param name="published">The hash that was published of it.</param>
    /// <param name="progress">Is told how far it is, after each page of wallets or of a long history, and at the end; null for nobody.</param>
    /// <param name="cancellationToken">Honored between pages.</param>
    /// <exception cref="WalletStoreException">The store could not be read, for a reason other than what stands in it.</exception>
    Task<DigestReport> VerifyAsync(
        Stream manifest, Sha256Hash published, IProgress<DigestProgress>? progress = null, CancellationToken cancellationToken = default);
}
