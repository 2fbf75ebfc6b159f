using System.Diagnostics.CodeAnalysis;
using WalletKit.Locking;

namespace WalletKit;

/// <summary>
/// One lock per wallet: a wallet has at most one holder at a time, its waiters are served in the order they asked, and
/// different wallets never wait for one another. A lock that is neither held nor waited for takes no memory.
/// </summary>
/// <remarks>
/// The locks are not reentrant: a holder that asks for its own wallet again waits for itself. A hold ends when its lease
/// is disposed, and only then. All members may be called from any thread.
/// </remarks>
public sealed class WalletLocks
{
    // Enough that unrelated wallets rarely meet on a stripe, few enough that an idle table stays small.
    private const int StripeBits = 6;

    private readonly WalletLockStripe[] _stripes = new WalletLockStripe[1 << StripeBits];

    /// <summary>Makes a set of locks of which none is held.</summary>
    public WalletLocks()
    {
        for (var i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = new WalletLockStripe();
        }
    }

    /// <summary>How many wallets are held or waited for right now.</summary>
    internal int Count => _stripes.Sum(stripe => stripe.Count);

    /// <summary>Waits until the caller is the only holder of a wallet; at once, and as a rule without allocating, when it is free.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="cancellationToken">Gives up the wait. It does not end a hold that was already given.</param>
    /// <returns>The hold. Dispose it to let the next one in.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled before the wallet was held; nothing is held.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in their first, required parameter, so no call is ambiguous.")]
    public ValueTask<WalletLockLease> AcquireAsync(WalletId wallet, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<WalletLockLease>(cancellationToken)
            : StripeOf(wallet).AcquireAsync(wallet, cancellationToken);

    /// <summary>
    /// Waits until the caller is the only holder of every one of some wallets. They are taken one by one in ascending
    /// order, so callers that name the same wallets in different orders cannot block one another forever.
    /// </summary>
    /// <param name="wallets">At least one wallet, in any order; one that is named twice counts once.</param>
    /// <param name="cancellationToken">Gives up the wait. It does not end a hold that was already given.</param>
    /// <returns>One hold of all of them. Dispose it to let the next ones in.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="wallets"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="wallets"/> is empty.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled before all were held; none is held.</exception>
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
            // The parts that were not reached are default leases, whose disposal does nothing.
            all.Dispose();
            throw;
        }
    }

    // The multiplication spreads the hash over the top bits, so the stripe does not depend on the bits that the
    // dictionary inside the stripe tells its buckets by.
    private WalletLockStripe StripeOf(WalletId wallet) =>
        _stripes[(uint)wallet.GetHashCode() * 0x9E3779B9u >> (32 - StripeBits)];
}
