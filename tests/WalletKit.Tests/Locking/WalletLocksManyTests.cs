using WalletKit.Locking;

namespace WalletKit.Tests.Locking;

public sealed class WalletLocksManyTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly WalletLocks _locks = new();

    [Fact]
    public async Task Wallets_named_in_opposite_orders_do_not_deadlock()
    {
        WalletId[] forward = [.. Enumerable.Range(0, 8).Select(Wallet)];
        WalletId[] backward = [.. forward.Reverse()];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Repeat(i % 2 == 0 ? forward : backward), Token)))
            .WaitAsync(Guard, Token);

        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task Wallets_are_taken_in_ascending_order_whatever_order_they_are_named_in()
    {
        var middle = await _locks.AcquireAsync(Wallet(2), Token);
        var wait = _locks.AcquireAsync([Wallet(3), Wallet(2), Wallet(1)], Token).AsTask();

        Assert.False(_locks.AcquireAsync(Wallet(1), Token).AsTask().IsCompleted, "the lowest is taken first");
        Assert.True(_locks.AcquireAsync(Wallet(3), Token).AsTask().IsCompletedSuccessfully, "the highest is taken last");
        Assert.False(wait.IsCompleted);
        middle.Dispose();
    }

    [Fact]
    public async Task A_lease_of_several_wallets_holds_every_one_and_gives_every_one_back()
    {
        var lease = await _locks.AcquireAsync([Wallet(1), Wallet(2)], Token);
        var one = _locks.AcquireAsync(Wallet(1), Token).AsTask();
        var two = _locks.AcquireAsync(Wallet(2), Token).AsTask();
        Assert.False(one.IsCompleted || two.IsCompleted);

        lease.Dispose();

        var oneLease = await one.WaitAsync(Guard, Token);
        var twoLease = await two.WaitAsync(Guard, Token);
        lease.Dispose();
        Assert.Equal(2, _locks.Count);
        oneLease.Dispose();
        twoLease.Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task A_wallet_named_twice_counts_once()
    {
        var lease = await _locks.AcquireAsync([Wallet(2), Wallet(1), Wallet(2), Wallet(1)], Token).AsTask().WaitAsync(Guard, Token);
        Assert.Equal(2, _locks.Count);
        lease.Dispose();

        lease = await _locks.AcquireAsync([Wallet(1), Wallet(1)], Token).AsTask().WaitAsync(Guard, Token);
        Assert.Equal(1, _locks.Count);
        lease.Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task A_caller_that_gives_up_while_it_holds_some_of_several_locks_releases_them()
    {
        using var source = new CancellationTokenSource();
        var last = await _locks.AcquireAsync(Wallet(3), Token);
        var wait = _locks.AcquireAsync([Wallet(1), Wallet(2), Wallet(3)], source.Token).AsTask();
        var behind = _locks.AcquireAsync(Wallet(1), Token).AsTask();
        Assert.Equal(3, _locks.Count);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Guard, Token));
        (await behind.WaitAsync(Guard, Token)).Dispose();
        Assert.Equal(1, _locks.Count);
        last.Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task Naming_no_wallet_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>("wallets", async () => await _locks.AcquireAsync([], Token));
        await Assert.ThrowsAsync<ArgumentNullException>("wallets", async () => await _locks.AcquireAsync(null!, Token));
    }

    private static WalletId Wallet(int number) => new(new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    private async Task Repeat(WalletId[] wallets)
    {
        for (var i = 0; i < 200; i++)
        {
            using var lease = await _locks.AcquireAsync(wallets, Token);
            await Task.Yield();
        }
    }
}
