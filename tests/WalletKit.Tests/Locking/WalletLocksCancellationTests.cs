using System.Runtime.CompilerServices;
using WalletKit.Locking;

namespace WalletKit.Tests.Locking;

public sealed class WalletLocksCancellationTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly WalletId Wallet = new(new Guid(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    [ThreadStatic]
    private static bool t_insideCall;

    private readonly WalletLocks _locks = new();

    [Fact]
    public async Task A_token_that_is_already_canceled_takes_nothing()
    {
        var canceled = new CancellationToken(canceled: true);

        Assert.True(_locks.AcquireAsync(Wallet, canceled).AsTask().IsCanceled);
        Assert.True(_locks.AcquireAsync([Wallet, default], canceled).AsTask().IsCanceled);
        Assert.Equal(0, _locks.Count);

        using var lease = await _locks.AcquireAsync(Wallet, Token);
        Assert.True(_locks.AcquireAsync(Wallet, canceled).AsTask().IsCanceled);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_canceled_waiter_leaves_nothing_behind(int position)
    {
        using var source = new CancellationTokenSource();
        var lease = await _locks.AcquireAsync(Wallet, Token);
        var waits = Enumerable.Range(0, 3)
            .Select(i => _locks.AcquireAsync(Wallet, i == position ? source.Token : Token).AsTask())
            .ToList();

        await source.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits[position].WaitAsync(Guard, Token));
        Assert.Equal(source.Token, error.CancellationToken);

        waits.RemoveAt(position);
        foreach (var wait in waits)
        {
            Assert.False(wait.IsCompleted);
            lease.Dispose();
            lease = await wait.WaitAsync(Guard, Token);
        }

        lease.Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task The_wallet_is_free_after_its_only_waiter_is_canceled_and_its_holder_leaves()
    {
        using var source = new CancellationTokenSource();
        var lease = await _locks.AcquireAsync(Wallet, Token);
        var wait = _locks.AcquireAsync(Wallet, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Guard, Token));
        Assert.Equal(1, _locks.Count);

        lease.Dispose();

        Assert.Equal(0, _locks.Count);
        Assert.True(_locks.AcquireAsync(Wallet, Token).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Canceling_after_the_hand_over_does_not_take_the_hold_away()
    {
        using var source = new CancellationTokenSource();
        var lease = await _locks.AcquireAsync(Wallet, Token);
        var wait = _locks.AcquireAsync(Wallet, source.Token).AsTask();

        lease.Dispose();
        await source.CancelAsync();

        lease = await wait.WaitAsync(Guard, Token);
        Assert.Equal(1, _locks.Count);
        lease.Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task A_waiter_never_continues_on_the_stack_of_the_canceler()
    {
        using var source = new CancellationTokenSource();
        using var lease = await _locks.AcquireAsync(Wallet, Token);
        var ranInside = _locks.AcquireAsync(Wallet, source.Token).AsTask().ContinueWith(
            _ => t_insideCall, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        t_insideCall = true;
        // Not CancelAsync, because it would run the callbacks on another thread.
        source.Cancel();
        t_insideCall = false;

        Assert.False(await ranInside.WaitAsync(Guard, Token));
    }

    [Fact]
    public async Task A_token_that_lives_on_does_not_keep_served_waiters_alive()
    {
        using var source = new CancellationTokenSource();
        var stripe = await WaitAndBeServed(source.Token);
        await Task.Yield();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // A registration that is left behind would lead from the token through the waiter to the stripe.
        Assert.False(stripe.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> WaitAndBeServed(CancellationToken token)
    {
        var stripe = new WalletLockStripe();
        var lease = await stripe.AcquireAsync(Wallet, CancellationToken.None);
        var wait = stripe.AcquireAsync(Wallet, token).AsTask();
        lease.Dispose();
        (await wait.WaitAsync(Guard, Token)).Dispose();
        return new WeakReference(stripe);
    }
}
