namespace WalletKit.Locking;

/// <summary>A caller that waits for a wallet. Its place in the queue is guarded by the stripe's gate.</summary>
/// <remarks>Continuations run asynchronously, so neither a release nor a cancellation ever runs a waiter's code on its own stack.</remarks>
internal sealed class WalletLockWaiter(WalletLockStripe stripe, WalletId wallet)
    : TaskCompletionSource<WalletLockLease>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public WalletId Wallet { get; } = wallet;

    /// <summary>Whether the caller still waits. A hand-over or a cancellation clears this; the code that clears it completes the task.</summary>
    public bool IsQueued { get; set; }

    public WalletLockWaiter? Previous { get; set; }

    public WalletLockWaiter? Next { get; set; }

    public async ValueTask<WalletLockLease> WaitAsync(CancellationToken cancellationToken)
    {
        // The registration comes after the waiter is in the queue, because the callback runs right here when the token is already canceled.
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((WalletLockWaiter)state!).Cancel(token), this);
        try
        {
            return await Task.ConfigureAwait(false);
        }
        finally
        {
            // Unlike Dispose, this does not wait for a callback that is running; such a callback finds that it came too late.
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
