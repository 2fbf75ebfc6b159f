using WalletKit.Storage.InMemory;
using WalletKit.Stores;

namespace WalletKit;

// The deletions, which no command makes.
public sealed partial class InMemoryWalletStore
{
    private readonly KeyQueue _keys = new();

    /// <inheritdoc/>
    /// <remarks>The erasure itself has deleted the texts. Only the secret of the wallet's keys is left to replace, where the wallet has no key.</remarks>
    public override async ValueTask<bool> DeleteErasedTextsAsync(WalletId walletId, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        using var lease = await _locks.AcquireAsync(walletId, cancellationToken).ConfigureAwait(false);
        _entries.GetValueOrDefault(walletId)?.ReplaceUnusedKeySecret();
        return false;
    }

    /// <inheritdoc/>
    public override async ValueTask<KeyDeletion> DeleteKeysAsync(TimeSpan age, KeyPlace? after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        var old = _keys.Take(_clock.GetUtcNow() - age, limit);
        foreach (var key in old)
        {
            // The wait is not cancelable: a key that was taken off the queue must be deleted.
            using var lease = await _locks.AcquireAsync(key.WalletId, CancellationToken.None).ConfigureAwait(false);
            _entries[key.WalletId].Remove(key);
        }

        // The next call begins with the oldest key whatever the place is.
        return new KeyDeletion(old.Count, old.Count == limit ? new KeyPlace(old[^1].WalletId, old[^1].Key) : null);
    }
}
