using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Tests.Rebates;

public sealed class RebateProcessorTests
{
    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_deposit_is_there_at_once_and_its_rebate_after_a_pass(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);
        Assert.Equal(100m, await site.BalanceAsync(wallet.Id));

        Assert.Equal(new RebatePass { Paid = 1, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());

        Assert.Equal(101m, await site.BalanceAsync(wallet.Id));
        var rebate = await site.RebateAsync(deposit);
        Assert.Equal((RebateStatus.Paid, 3, 0, null), (rebate.Status, rebate.PaidVersion, rebate.Attempts, rebate.Reason));
        var page = await site.Wallets.ListTransactionsAsync(wallet.Id, cancellationToken: Token);
        Assert.Equal((TransactionType.Rebate, 1m, 2), (page.Transactions[0].Type, page.Transactions[0].Amount, page.Transactions[0].Links.RebateOf));
        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_rebate_that_comes_to_zero_is_recorded_as_nothing_due(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet, 0.50m);

        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 1, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());

        Assert.Equal(RebateStatus.NothingDue, (await site.RebateAsync(deposit)).Status);
        Assert.Equal(0.50m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Deposits_alone_earn_rebates(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        var wallet = await site.OpenAsync();
        await site.DepositAsync(wallet);
        await site.RunPassAsync();
        var withdrawal = await site.Wallets.WithdrawAsync(wallet.Id, 10m, cancellationToken: Token);

        Assert.Equal(0, await site.CountAsync(RebateStatus.Pending));
        Assert.Null(await site.Rebates.FindAsync(withdrawal.Transaction.Id, Token));
        Assert.Null(await site.Rebates.FindAsync(new TransactionId(wallet.Id, 3), Token));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_failed_rebate_is_tried_again_ever_later_until_it_is_dead_and_paid_once_requeued(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var works = false;
        var attempt = 0;
        var policy = new TestPolicy((_, _) => works ? new(5m) : throw new InvalidOperationException($"boom {++attempt}"));
        var site = bench.Host(rebates => rebates.MaxAttempts = 4, policy);
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);

        foreach (var (failures, wait) in new[] { (1, 1), (2, 2), (3, 4) })
        {
            Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 1, Dead = 0 }, await site.RunPassAsync());
            var rebate = await site.RebateAsync(deposit);
            Assert.Equal((RebateStatus.Pending, failures, $"boom {failures}"), (rebate.Status, rebate.Attempts, rebate.Reason));
            Assert.Equal(bench.Time.GetUtcNow().AddSeconds(wait), rebate.DueAt);

            bench.Time.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());
            bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 1 }, await site.RunPassAsync());
        bench.Time.Advance(TimeSpan.FromDays(365));
        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());

        var dead = Assert.Single(await site.Rebates.StreamAsync(RebateStatus.Dead, Token).ToListAsync(Token));
        Assert.Equal((deposit, 4, "boom 4"), (dead.Deposit, dead.Attempts, dead.Reason));

        works = true;
        var requeued = await site.Rebates.RequeueAsync(deposit, Token);
        Assert.Equal((RebateStatus.Pending, 0), (requeued.Status, requeued.Attempts));
        Assert.Equal(new RebatePass { Paid = 1, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());
        Assert.Equal(105m, await site.BalanceAsync(wallet.Id));
        Assert.Equal(0, await site.CountAsync(RebateStatus.Dead));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_rebate_that_is_due_cannot_be_requeued(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);

        await Assert.ThrowsAsync<RebateStateException>(() => site.Rebates.RequeueAsync(deposit, Token));
        await Assert.ThrowsAsync<RebateNotFoundException>(() => site.Rebates.RequeueAsync(new TransactionId(wallet.Id, 99), Token));
        await Assert.ThrowsAsync<WalletNotFoundException>(() => site.Rebates.RequeueAsync(new TransactionId(new WalletId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), 1), Token));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task The_newest_policy_sets_the_terms_and_is_told_whose_deposit_it_is(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        RebateContext? told = null;
        var site = bench.Host(null, TestPolicy.Paying(1m), new TestPolicy(
            (context, _) =>
            {
                told = context;
                return new(7.25m);
            },
            "newest"));
        var wallet = await site.OpenAsync("alice");
        var deposit = await site.DepositAsync(wallet);

        Assert.Equal(new RebateTerms("newest", "terms"), (await site.RebateAsync(deposit)).Terms);
        await site.RunPassAsync();

        Assert.Equal(("alice", "default", "terms", deposit), (told!.OwnerId, told.WalletName, told.Terms, told.Deposit.Id));
        Assert.Equal(107.25m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_change_of_the_rate_does_not_touch_earlier_deposits(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        var earlier = await site.OpenAsync("earlier");
        await site.DepositAsync(earlier);

        var changed = bench.Host(rebates => rebates.Rate = 0.05m);
        var later = await changed.OpenAsync("later");
        await changed.DepositAsync(later);
        await changed.RunPassAsync();

        Assert.Equal(101m, await changed.BalanceAsync(earlier.Id));
        Assert.Equal(105m, await changed.BalanceAsync(later.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Turned_off_no_rebate_is_earned_and_the_earlier_ones_are_paid(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var on = bench.Host();
        var wallet = await on.OpenAsync();
        await on.DepositAsync(wallet);

        var off = bench.Host(rebates => rebates.Enabled = false);
        var unrewarded = await off.DepositAsync(wallet, 50m);

        Assert.Null(await off.Rebates.FindAsync(unrewarded, Token));
        Assert.Equal(new RebatePass { Paid = 1, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await off.RunPassAsync());
        Assert.Equal(151m, await off.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_pass_goes_on_until_nothing_is_due_however_small_its_batches(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host(rebates => (rebates.BatchSize, rebates.MaxConcurrency) = (3, 2));
        var wallet = await site.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            await site.DepositAsync(wallet);
        }

        Assert.Equal(new RebatePass { Paid = 10, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());
        Assert.Equal(1010m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task No_more_calculations_run_at_once_than_allowed(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var gate = new TaskCompletionSource<decimal>();
        var policy = new TestPolicy((_, _) => new(gate.Task));
        var site = bench.Host(rebates => rebates.MaxConcurrency = 2, policy);
        var wallet = await site.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await site.DepositAsync(wallet);
        }

        var pass = site.RunPassAsync();
        await policy.Entered();
        await policy.Entered();
        Assert.Equal(2, policy.Calls);

        gate.SetResult(1m);
        Assert.Equal(5, (await pass).Paid);
        Assert.Equal(5, policy.Calls);
    }
}
