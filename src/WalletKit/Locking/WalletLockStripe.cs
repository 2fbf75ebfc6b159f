using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WalletKit.Locking;

/// <summary>The locks of the wallets that share one part of the hash range. An entry exists exactly while its wallet is held.</summary>
/// <remarks>
/// No code that can run foreign code is called under the gate: tasks are completed, and cancellation callbacks registered and removed, outside it. The
/// queue alone decides which waiter gets a wallet, and the queue changes only under the gate.
/// </remarks>
internal sealed class WalletLockStripe
{
    // A dictionary keeps its greatest capacity. A capacity beyond this number is given back as soon as the stripe is idle.
    private const int IdleCapacity = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<WalletId, WalletLockEntry> _entries = [];
    private long _lastTicket;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The number of wallets that fit before the table grows.</summary>
    public int Capacity
    {
        get
        {
            lock (_gate)
            {
                return _entries.Capacity;
            }
        }
    }

    public ValueTask<WalletLockLease> AcquireAsync(WalletId wallet, CancellationToken cancellationToken)
    {
        WalletLockWaiter waiter;
        lock (_gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, wallet, out var held);
            if (!held)
            {
                entry.Ticket = ++_lastTicket;
                return new(new WalletLockLease(this, wallet, entry.Ticket));
            }

            waiter = new WalletLockWaiter(this, wallet);
            entry.Enqueue(waiter);
        }

        return cancellationToken.CanBeCanceled ? waiter.WaitAsync(cancellationToken) : new(waiter.Task);
    }

    /// <summary>Hands the wallet to its first waiter, unless the hold with this ticket is already over.</summary>
    public void Release(WalletId wallet, long ticket)
    {
        WalletLockWaiter? next;
        long nextTicket;
        lock (_gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, wallet);
            if (Unsafe.IsNullRef(ref entry) || entry.Ticket != ticket)
            {
                return;
            }

            next = entry.Dequeue();
            if (next is null)
            {
                Forget(wallet);
                return;
            }

            // The entry stays, now under the waiter's ticket, so no other caller can take the wallet in between.
            entry.Ticket = nextTicket = ++_lastTicket;
        }

        next.SetResult(new WalletLockLease(this, wallet, nextTicket));
    }

    /// <summary>Takes a waiter out of its queue. Returns false when the wallet was handed to the waiter first; the waiter then holds it.</summary>
    public bool TryRemove(WalletLockWaiter waiter)
    {
        lock (_gate)
        {
            if (!waiter.IsQueued)
            {
                return false;
            }

            // A waiter waits only for a wallet that is held, so there is an entry.
            CollectionsMarshal.GetValueRefOrNullRef(_entries, waiter.Wallet).Remove(waiter);
            return true;
        }
    }

    private void Forget(WalletId wallet)
    {
        _entries.Remove(wallet);
        if (_entries.Count == 0 && _entries.Capacity > IdleCapacity)
        {
            _entries.TrimExcess();
        }
    }
}
