using WalletKit.Stores;

namespace WalletKit.Service.Keys;

/// <summary>Deletes old idempotency keys, in pieces, so that no commit of a caller waits long. Another process may do the same at once.</summary>
internal sealed class KeySweep(IWalletStore store)
{
    // A transaction that looks at this many keys takes some milliseconds.
    private const int KeysPerPiece = 1_000;

    /// <summary>Goes through all keys once.</summary>
    /// <param name="age">The age from which on a key is deleted.</param>
    /// <param name="cancellationToken">Ends the walk between two pieces.</param>
    /// <returns>The number of keys that were deleted.</returns>
    public async Task<long> RunAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var (deleted, place) = (0L, (KeyPlace?)null);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = await store.DeleteKeysAsync(age, place, KeysPerPiece, cancellationToken).ConfigureAwait(false);
            (deleted, place) = (deleted + piece.Deleted, piece.Next);
        }
        while (place is not null);

        return deleted;
    }

    /// <summary>Throws where the store cannot delete keys.</summary>
    /// <exception cref="NotSupportedException">The store does not declare the feature.</exception>
    public void ThrowIfMissing()
    {
        if (!store.Features.HasFlag(StoreFeatures.KeyRetention))
        {
            throw new NotSupportedException(
                $"{nameof(WalletKitOptions)}.{nameof(WalletKitOptions.KeyRetention)} is set, and {store.GetType().Name} keeps idempotency keys for ever: it does not declare {nameof(StoreFeatures)}.{nameof(StoreFeatures.KeyRetention)}.");
        }
    }
}
