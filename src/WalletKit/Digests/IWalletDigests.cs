namespace WalletKit;

/// <summary>Makes digests of a whole store, and verifies the store against them.</summary>
/// <remarks>
/// A published digest lets anybody find out later that the books up to it were changed. <c>docs/tamper-evidence.md</c> says which bytes are hashed, what a
/// digest proves, and what it does not prove.
/// </remarks>
public interface IWalletDigests
{
    /// <summary>Writes a manifest: a line for each wallet, by id, with the version and hash of its newest journal entry.</summary>
    /// <remarks>
    /// The store may be in use: each line is true by itself, and the manifest includes every transaction that was committed before the call began.
    /// </remarks>
    /// <param name="manifest">The stream to which the manifest is written; it is left open.</param>
    /// <param name="cancellationToken">Honored between pages of wallets. The text written before a cancellation is not a manifest.</param>
    /// <returns>The digest, which is to be logged with <see cref="DigestLog.AppendAsync"/>, or whose head is to be published.</returns>
    /// <exception cref="WalletStoreException">The store could not be read.</exception>
    Task<StoreDigest> WriteAsync(Stream manifest, CancellationToken cancellationToken = default);

    /// <summary>Calculates every wallet's chain anew, and compares it with the stored hashes and the manifest.</summary>
    /// <remarks>
    /// The store may be in use, and may have grown since the manifest was written. Memory is bounded; the store is read once, in pages.
    /// </remarks>
    /// <param name="manifest">A manifest that was written earlier, from its beginning; it is left open.</param>
    /// <param name="published">The head of the digest, from a source that the writers of the store cannot change.</param>
    /// <param name="progress">Receives reports after each page of wallets or of a long history, and at the end; null for no reports.</param>
    /// <param name="cancellationToken">Honored between pages.</param>
    /// <exception cref="WalletStoreException">The store could not be read, for a reason other than its content.</exception>
    Task<DigestReport> VerifyAsync(
        Stream manifest, TreeHead published, IProgress<DigestProgress>? progress = null, CancellationToken cancellationToken = default);
}
