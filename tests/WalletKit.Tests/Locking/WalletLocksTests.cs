using WalletKit.Locking;

namespace WalletKit.Tests.Locking;

public sealed class WalletLocksTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [ThreadStatic]
    private static bool t_insideCall;

    private readonly WalletLocks _locks = new();

    [Fact]
    public async Task Waiters_are_served_in_the_order_they_asked()
    {
        var lease = await Held(Wallet(1));

        // Without a token a wait is completed inside the hand-over, so a wrong hand-over is seen at once.
        var waits = Enumerable.Range(0, 20).Select(_ => _locks.AcquireAsync(Wallet(1), CancellationToken.None).AsTask()).ToList();

        while (waits.Count > 0)
        {
            lease.Dispose();
            lease = await waits[0].WaitAsync(Guard, Token);
            waits.RemoveAt(0);
            Assert.DoesNotContain(waits, wait => wait.IsCompleted);
        }

        lease.Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task A_released_wallet_belongs_to_its_first_waiter_even_before_the_waiter_runs()
    {
        var lease = await Held(Wallet(1));
        var first = _locks.AcquireAsync(Wallet(1), Token).AsTask();

        lease.Dispose();
        var late = _locks.AcquireAsync(Wallet(1), Token).AsTask();

        Assert.False(late.IsCompleted);
        (await first.WaitAsync(Guard, Token)).Dispose();
        (await late.WaitAsync(Guard, Token)).Dispose();
    }

    [Fact]
    public async Task Different_wallets_do_not_wait_for_one_another()
    {
        // There are many more wallets than stripes, so that some share a stripe.
        var leases = new List<WalletLockLease>();
        for (var i = 0; i < 1000; i++)
        {
            leases.Add(await Held(Wallet(i)));
        }

        Assert.Equal(1000, _locks.Count);
        leases.ForEach(lease => lease.Dispose());
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task The_room_that_many_wallets_took_is_given_back_when_all_are_free()
    {
        var stripe = new WalletLockStripe();
        var leases = new List<WalletLockLease>();
        for (var i = 0; i < 10_000; i++)
        {
            leases.Add(await stripe.AcquireAsync(Wallet(i), Token));
        }

        Assert.True(stripe.Capacity >= 10_000);
        leases.ForEach(lease => lease.Dispose());

        Assert.Equal(0, stripe.Count);
        Assert.True(stripe.Capacity < 100);
    }

    [Fact]
    public async Task An_uncontended_hold_allocates_nothing()
    {
        long allocated = 0;
        for (var round = 0; round < 2; round++)
        {
            // The first round warms up. No await below ever suspends, so all of it runs on this thread.
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                (await Held(Wallet(i))).Dispose();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_waiter_never_continues_on_the_stack_of_the_releaser(bool cancelable)
    {
        using var source = new CancellationTokenSource();
        var lease = await Held(Wallet(1));
        var ranInside = Observe(_locks.AcquireAsync(Wallet(1), cancelable ? source.Token : CancellationToken.None).AsTask());

        t_insideCall = true;
        lease.Dispose();
        t_insideCall = false;

        Assert.False(await ranInside.WaitAsync(Guard, Token));
    }

    // The continuation asks to run where the wait is completed. Only the thread that set the flag sees it.
    private static Task<bool> Observe(Task wait) => wait.ContinueWith(
        _ => t_insideCall, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private ValueTask<WalletLockLease> Held(WalletId wallet)
    {
        var acquired = _locks.AcquireAsync(wallet, Token);
        Assert.True(acquired.IsCompletedSuccessfully, "a free wallet is held at once");
        return acquired;
    }

    private static WalletId Wallet(int number) => new(new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
}
