namespace WalletKit.Locking;

/// <summary>Someone who waits for a wallet. Its place in the queue is guarded by the stripe's gate.</summary>
/// <remarks>Continuations run asynchronously, so neither a releaser nor a canceler ever runs a waiter's code.</remarks>
internal sealed class WalletLockWaiter(WalletLockStripe stripe, WalletId wallet)
    : TaskCompletionSource<WalletLockLease>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public WalletId Wallet { get; } = wallet;

    /// <summary>Whether it still waits. Whoever clears this, a hand-over or a cancellation, is the one to complete the task.</summary>
    public bool IsQueued { get; set; }

    public WalletLockWaiter? Previous { get; set; }

    public WalletLockWaiter? Next { get; set; }

    public async ValueTask<WalletLockLease> WaitAsync(CancellationToken cancellationToken)
    {
        // Only after the waiter is in the queue, as the callback runs right here when the token is already canceled.
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((WalletLockWaiter)state!).Cancel(token), this);
        try
        {
            return await Task.ConfigureAwait(false);
        }
        finally
        {
            // Unlike Dispose, this does not wait for a callback that is running; such a callback finds it came too late.
            registration.Unregister();
        }
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (stripe.TryRemove(this))
        {
            SetCanceled(cancellationToken);
        }
    }
}
