namespace WalletKit.Locking;

/// <summary>A held wallet: the ticket of its holder and the queue of its waiters. Guarded by the stripe's gate.</summary>
internal struct WalletLockEntry
{
    private WalletLockWaiter? _first;
    private WalletLockWaiter? _last;

    /// <summary>The number of the hold. No other hold of the stripe ever has the same number, so a lease that is over can be told from the current one.</summary>
    public long Ticket { get; set; }

    public void Enqueue(WalletLockWaiter waiter)
    {
        waiter.IsQueued = true;
        waiter.Previous = _last;
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
    }

    public WalletLockWaiter? Dequeue()
    {
        var waiter = _first;
        if (waiter is not null)
        {
            Remove(waiter);
        }

        return waiter;
    }

    public void Remove(WalletLockWaiter waiter)
    {
        if (waiter.Previous is null)
        {
            _first = waiter.Next;
        }
        else
        {
            waiter.Previous.Next = waiter.Next;
        }

        if (waiter.Next is null)
        {
            _last = waiter.Previous;
        }
        else
        {
            waiter.Next.Previous = waiter.Previous;
        }

        // A removed waiter must not keep its old neighbors alive.
        waiter.Previous = waiter.Next = null;
        waiter.IsQueued = false;
    }
}
