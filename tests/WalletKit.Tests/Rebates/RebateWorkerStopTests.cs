using WalletKit.Rules;

namespace WalletKit.Tests.Rebates;

/// <summary>The stop of the background service of a real host: in order while there is time, and without loss when there is none.</summary>
public sealed class RebateWorkerStopTests
{
    private readonly TaskCompletionSource<decimal> _gate = new();

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Stopping_finishes_what_is_under_way_and_leaves_the_rest_pending(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var policy = new TestPolicy((_, _) => new(_gate.Task));
        var site = bench.Host(rebates => rebates.BatchSize = 2, policy);
        var wallet = await StartWithDepositsAsync(site, 5);
        await policy.Entered();
        await policy.Entered();

        var stopping = site.Host.StopAsync(Token).Guarded();
        Assert.False(stopping.IsCompleted);
        _gate.SetResult(1m);
        await stopping;

        Assert.Equal((2, 3), (await site.CountAsync(RebateStatus.Paid), await site.CountAsync(RebateStatus.Pending)));
        Assert.Equal(502m, await site.BalanceAsync(wallet.Id));
        Assert.Equal(2, policy.Calls);
        await foreach (var rebate in site.Rebates.StreamAsync(RebateStatus.Pending, Token))
        {
            Assert.Null(rebate.Claim);
        }
    }

    [Theory]
    [InlineData(StoreKind.InMemory, true)]
    [InlineData(StoreKind.InMemory, false)]
    [InlineData(StoreKind.Sqlite, true)]
    [InlineData(StoreKind.Sqlite, false)]
    public async Task Rebates_under_way_at_the_end_of_the_shutdown_time_are_pending_again_at_once(StoreKind kind, bool heedsToken)
    {
        await using var bench = new Bench(kind);
        var policy = new TestPolicy((_, token) => new(heedsToken ? _gate.Task.WaitAsync(token) : _gate.Task));
        var site = bench.Host(null, policy);
        var wallet = await StartWithDepositsAsync(site, 3);
        await policy.Entered();
        await policy.Entered();
        await policy.Entered();

        using var patience = new CancellationTokenSource();
        var stopping = site.Host.StopAsync(patience.Token).Guarded();
        Assert.False(stopping.IsCompleted);
        await patience.CancelAsync();
        await IgnoreCancellation(stopping);

        // The release comes already now, because the host is about to close the store.
        Assert.Equal(1, site.Store.Releases);
        await foreach (var rebate in site.Rebates.StreamAsync(RebateStatus.Pending, Token))
        {
            Assert.Equal((null, 0), (rebate.Claim, rebate.Attempts));
            Assert.True(rebate.DueAt <= bench.Time.GetUtcNow());
        }

        var next = bench.Host(null, TestPolicy.Paying(1m));
        Assert.Equal(3, (await next.RunPassAsync()).Paid);
        Assert.Equal(303m, await next.BalanceAsync(wallet.Id));
    }

    [Fact]
    public async Task A_service_with_nothing_to_do_stops_at_once()
    {
        await using var bench = new Bench(StoreKind.InMemory);
        var site = bench.Host();
        await site.Host.StartAsync(Token);
        await site.Store.When(store => store.EmptyClaims == 1);

        await site.Host.StopAsync(Token).Guarded();

        Assert.Equal(0, site.Store.Releases);
    }

    [Fact]
    public async Task A_host_that_is_disposed_without_being_stopped_loses_nothing()
    {
        await using var bench = new Bench(StoreKind.InMemory);
        var policy = new TestPolicy((_, _) => new(_gate.Task));
        var site = bench.Host(null, policy);
        var wallet = await StartWithDepositsAsync(site, 1);
        await policy.Entered();

        site.Host.Dispose();
        _gate.SetResult(1m);

        await site.Store.When(store => store.Payments == 1);
        Assert.Equal(101m, (await bench.Store.FindWalletAsync(wallet.Id, Token))?.Balance);
    }

    private static async Task<Wallet> StartWithDepositsAsync(Site site, int count)
    {
        var wallet = await site.OpenAsync();
        for (var i = 0; i < count; i++)
        {
            await site.DepositUnsignaledAsync(wallet);
        }

        await site.Host.StartAsync(Token);
        return wallet;
    }

    private static async Task IgnoreCancellation(Task stopping)
    {
        try
        {
            await stopping;
        }
        catch (OperationCanceledException)
        {
            // The host reports the end of its shutdown time; the test checks the state after it.
        }
    }
}
