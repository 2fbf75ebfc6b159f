using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Tests.Rebates;

/// <summary>The search for due rebates by the background service of a real host.</summary>
public sealed class RebateWorkerTests
{
    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_deposit_wakes_the_service_without_any_time_passing(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        await site.Host.StartAsync(Token);
        await site.Store.When(store => store.EmptyClaims == 1);

        var wallet = await site.OpenAsync();
        await site.DepositAsync(wallet);

        await site.Store.When(store => store.Payments == 1);
        Assert.Equal(101m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_rebate_whose_signal_was_lost_is_found_by_the_poll(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host(rebates => rebates.PollInterval = TimeSpan.FromSeconds(5));
        await site.Host.StartAsync(Token);
        await bench.Time.Polling;
        await site.Store.When(store => store.EmptyClaims == 1);
        var wallet = await site.OpenAsync();
        await site.DepositUnsignaledAsync(wallet);

        bench.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Equal(1, await site.CountAsync(RebateStatus.Pending));
        bench.Time.Advance(TimeSpan.FromTicks(1));

        await site.Store.When(store => store.Payments == 1);
        Assert.Equal(101m, await site.BalanceAsync(wallet.Id));
    }

    [Fact]
    public async Task A_rebate_earned_through_another_store_on_the_same_file_is_found_by_the_poll()
    {
        await using var bench = new Bench(StoreKind.Sqlite);
        var site = bench.Host();
        await site.Host.StartAsync(Token);
        await bench.Time.Polling;
        await site.Store.When(store => store.EmptyClaims == 1);
        var elsewhere = bench.HostElsewhere(bench.Time);
        var wallet = await elsewhere.OpenAsync();
        await elsewhere.DepositAsync(wallet);

        bench.Time.Advance(TimeSpan.FromSeconds(1));

        await site.Store.When(store => store.Payments == 1);
        Assert.Equal(101m, await elsewhere.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Rebates_pending_before_the_start_are_paid_at_the_start(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        var wallet = await site.OpenAsync();
        await site.DepositUnsignaledAsync(wallet);
        await site.DepositUnsignaledAsync(wallet);

        await site.Host.StartAsync(Token);

        await site.Store.When(store => store.Payments == 2);
        Assert.Equal(202m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_failed_rebate_is_tried_again_by_the_service_when_its_time_has_come(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var policy = new TestPolicy((context, _) => context.OwnerId == "owner" && bench.Time.GetUtcNow() < bench.Time.Start.AddSeconds(3) ? throw new InvalidOperationException("boom") : new(1m));
        var site = bench.Host(null, policy);
        await site.Host.StartAsync(Token);
        await bench.Time.Polling;
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);

        // The waits after the first and the second failure are one second and two more.
        await site.Store.When(store => store.Failures == 1);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await site.Store.When(store => store.Failures == 2);
        bench.Time.Advance(TimeSpan.FromSeconds(2));

        await site.Store.When(store => store.Payments == 1);
        Assert.Equal((RebateStatus.Paid, 2), ((await site.RebateAsync(deposit)).Status, (await site.RebateAsync(deposit)).Attempts));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_requeued_rebate_wakes_the_service_without_any_time_passing(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var works = false;
        var site = bench.Host(rebates => rebates.MaxAttempts = 1, new TestPolicy((_, _) => works ? new(1m) : throw new InvalidOperationException("boom")));
        await site.Host.StartAsync(Token);
        var deposit = await site.DepositAsync(await site.OpenAsync());
        await site.Store.When(store => store.Failures == 1);

        works = true;
        await site.Rebates.RequeueAsync(deposit, Token);

        await site.Store.When(store => store.Payments == 1);
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_pass_that_fails_does_not_end_the_service(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        var wallet = await site.OpenAsync();
        await site.DepositUnsignaledAsync(wallet);
        site.Store.FailClaims(2);
        await site.Host.StartAsync(Token);
        await bench.Time.Polling;
        await site.Store.When(store => store.Claims == 1);

        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await site.Store.When(store => store.Claims == 2);
        Assert.Equal(0, site.Store.Payments);
        bench.Time.Advance(TimeSpan.FromSeconds(1));

        await site.Store.When(store => store.Payments == 1);
    }

    [Fact]
    public async Task A_host_that_processes_by_itself_has_no_service_running()
    {
        await using var bench = new Bench(StoreKind.InMemory);
        var site = bench.Host(rebates => rebates.ProcessInBackground = false);
        await site.Host.StartAsync(Token);
        var worker = Assert.Single(site.Host.Services.GetServices<IHostedService>().OfType<RebateWorker>());
        await worker.ExecuteTask!.Guarded();

        await site.DepositAsync(await site.OpenAsync());
        Assert.Equal(0, site.Store.Claims);

        Assert.Equal(1, (await site.RunPassAsync()).Paid);
        await site.Host.StopAsync(Token).Guarded();
    }

    [Fact]
    public async Task Turned_off_the_service_still_pays_what_was_earned_before()
    {
        await using var bench = new Bench(StoreKind.InMemory);
        var wallet = await bench.Host().OpenAsync();
        await bench.Host().DepositUnsignaledAsync(wallet);
        var site = bench.Host(rebates => rebates.Enabled = false);

        await site.Host.StartAsync(Token);

        await site.Store.When(store => store.Payments == 1);
        await site.DepositAsync(wallet);
        Assert.Equal(201m, await site.BalanceAsync(wallet.Id));
        Assert.Equal(0, await site.CountAsync(RebateStatus.Pending));
    }
}
