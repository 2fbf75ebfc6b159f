namespace WalletKit.Locking;

/// <summary>
/// A hold of one or several wallets, given by <see cref="WalletLocks"/>. The disposal of the lease ends the hold and hands each wallet to its first
/// waiter.
/// </summary>
/// <remarks>
/// Copies of a lease stand for the same hold: once one copy is disposed, the disposal of any copy does nothing, even when another caller holds the
/// wallet by then. The disposal of the default value does nothing.
/// </remarks>
internal readonly record struct WalletLockLease : IDisposable
{
    private readonly WalletLockStripe? _stripe;
    private readonly WalletId _wallet;
    private readonly long _ticket;
    private readonly WalletLockLease[]? _parts;

    internal WalletLockLease(WalletLockStripe stripe, WalletId wallet, long ticket)
    {
        _stripe = stripe;
        _wallet = wallet;
        _ticket = ticket;
    }

    internal WalletLockLease(WalletLockLease[] parts) => _parts = parts;

    /// <summary>Ends the hold. Never throws, and never runs a waiter's code on the caller's stack.</summary>
    public void Dispose()
    {
        _stripe?.Release(_wallet, _ticket);
        foreach (var part in _parts.AsSpan())
        {
            part.Dispose();
        }
    }
}
