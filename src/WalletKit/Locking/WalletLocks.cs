using System.Diagnostics.CodeAnalysis;

namespace WalletKit.Locking;

/// <summary>Gives each wallet a lock with at most one holder, and serves waiters in the order of their requests.</summary>
/// <remarks>
/// Different wallets never wait for one another. A lock that is neither held nor waited for takes no memory. The locks are not reentrant: a holder that
/// asks for its own wallet again waits for itself. A hold ends when its lease is disposed, and only then. All members may be called from any thread.
/// </remarks>
internal sealed class WalletLocks
{
    // There are enough stripes that unrelated wallets rarely meet on one, and few enough that an idle table stays small.
    private const int StripeBits = 6;

    private readonly WalletLockStripe[] _stripes = new WalletLockStripe[1 << StripeBits];

    /// <summary>Creates a set of locks without holders.</summary>
    public WalletLocks()
    {
        for (var i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = new WalletLockStripe();
        }
    }

    /// <summary>The number of wallets that are held or waited for right now.</summary>
    internal int Count => _stripes.Sum(stripe => stripe.Count);

    /// <summary>Waits until the caller is the only holder of a wallet.</summary>
    /// <remarks>When the wallet is free, the call returns at once, and as a rule without allocating.</remarks>
    /// <param name="wallet">The wallet.</param>
    /// <param name="cancellationToken">Gives up the wait. It does not end a hold that was already given.</param>
    /// <returns>The hold. Its disposal lets the next waiter in.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled before the wallet was held; nothing is held.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in their first, required parameter, so no call is ambiguous.")]
    public ValueTask<WalletLockLease> AcquireAsync(WalletId wallet, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<WalletLockLease>(cancellationToken)
            : StripeOf(wallet).AcquireAsync(wallet, cancellationToken);

    /// <summary>Waits until the caller is the only holder of each of several wallets.</summary>
    /// <remarks>
    /// The wallets are taken one by one in ascending order, so callers that name the same wallets in different orders cannot block one another forever.
    /// </remarks>
    /// <param name="wallets">The wallets, at least one, in any order; a wallet that is named twice counts once.</param>
    /// <param name="cancellationToken">Gives up the wait. It does not end a hold that was already given.</param>
    /// <returns>One hold of all the wallets. Its disposal lets the next waiters in.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="wallets"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="wallets"/> is empty.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled before all wallets were held; none is held.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in their first, required parameter, so no call is ambiguous.")]
    public ValueTask<WalletLockLease> AcquireAsync(IReadOnlyCollection<WalletId> wallets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wallets);

        // A copy, because the caller may change the collection during the wait.
        WalletId[] ascending = [.. wallets.Distinct().Order()];
        return ascending.Length switch
        {
            0 => throw new ArgumentException("At least one wallet is needed.", nameof(wallets)),
            1 => AcquireAsync(ascending[0], cancellationToken),
            _ => AcquireAllAsync(ascending, cancellationToken),
        };
    }

    private async ValueTask<WalletLockLease> AcquireAllAsync(WalletId[] ascending, CancellationToken cancellationToken)
    {
        var parts = new WalletLockLease[ascending.Length];
        var all = new WalletLockLease(parts);
        try
        {
            for (var i = 0; i < ascending.Length; i++)
            {
                parts[i] = await AcquireAsync(ascending[i], cancellationToken).ConfigureAwait(false);
            }

            return all;
        }
        catch
        {
            // The wallets that were not reached have default leases, whose disposal does nothing.
            all.Dispose();
            throw;
        }
    }

    // The multiplication spreads the hash over the top bits, so the stripe does not depend on the bits by which the dictionary
    // inside the stripe chooses its buckets.
    private WalletLockStripe StripeOf(WalletId wallet) =>
        _stripes[(uint)wallet.GetHashCode() * 0x9E3779B9u >> (32 - StripeBits)];
}
