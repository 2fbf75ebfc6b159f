using WalletKit.Locking;

namespace WalletKit.Tests.Locking;

public sealed class WalletLockLeaseTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly WalletId Wallet = new(new Guid(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    private readonly WalletLocks _locks = new();

    [Fact]
    public async Task Disposing_a_lease_twice_does_not_release_the_next_holder()
    {
        var lease = await Acquired(Wallet);
        var copy = lease;

        // Without a token a wait is completed inside the hand-over, so a wrong hand-over is seen at once.
        var next = _locks.AcquireAsync(Wallet, CancellationToken.None).AsTask();
        var last = _locks.AcquireAsync(Wallet, CancellationToken.None).AsTask();

        lease.Dispose();
        lease.Dispose();
        copy.Dispose();

        var nextLease = await next.WaitAsync(Guard, Token);
        Assert.False(last.IsCompleted);
        nextLease.Dispose();
        (await last.WaitAsync(Guard, Token)).Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task Disposing_a_stale_lease_does_not_release_a_later_holder()
    {
        var stale = await Acquired(Wallet);
        stale.Dispose();
        var lease = await Acquired(Wallet);

        stale.Dispose();

        Assert.Equal(1, _locks.Count);
        lease.Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task Disposing_the_default_lease_does_nothing()
    {
        var lease = await Acquired(default);

        default(WalletLockLease).Dispose();

        Assert.Equal(1, _locks.Count);
        lease.Dispose();
    }

    private Task<WalletLockLease> Acquired(WalletId wallet) => _locks.AcquireAsync(wallet, Token).AsTask().WaitAsync(Guard, Token);
}
