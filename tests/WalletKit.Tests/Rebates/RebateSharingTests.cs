using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Tests.Rebates;

/// <summary>Several processors on one store: claims divide the work, and each rebate is paid once whatever they do.</summary>
public sealed class RebateSharingTests
{
    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Processors_at_once_pay_each_rebate_once(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        Site[] sites = [.. Enumerable.Range(0, 3).Select(_ => bench.HostElsewhere(bench.Time, rebates => rebates.BatchSize = 7))];
        var wallet = await sites[0].OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => sites[0].DepositAsync(wallet)));

        var passes = await Task.WhenAll(sites.Select(site => Task.Run(site.RunPassAsync, Token)));

        Assert.Equal(100, passes.Sum(pass => pass.Paid));
        Assert.Equal(0, passes.Sum(pass => pass.Failed));
        Assert.Equal(10_100m, await sites[0].BalanceAsync(wallet.Id));
        Assert.Equal(100, await sites[0].CountAsync(RebateStatus.Paid));
        var history = await sites[1].Wallets.StreamTransactionsAsync(wallet.Id, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(100, history.Where(transaction => transaction.Links.RebateOf is not null).DistinctBy(transaction => transaction.Links.RebateOf).Count());
        Assert.Equal(200, history.Count);
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task The_rebates_of_a_dead_processor_are_free_when_its_claim_expires(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host();
        var wallet = await site.OpenAsync();
        await site.DepositAsync(wallet);
        var claimed = await bench.Store.Rebates.ClaimAsync(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), ["percentage"], bench.Time.GetUtcNow().AddSeconds(15), 10, Token);
        Assert.Single(claimed);

        bench.Time.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, (await site.RunPassAsync()).Paid);
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, (await site.RunPassAsync()).Paid);
    }

    [Theory]
    [InlineData(StoreKind.InMemory, true)]
    [InlineData(StoreKind.InMemory, false)]
    [InlineData(StoreKind.Sqlite, true)]
    [InlineData(StoreKind.Sqlite, false)]
    public async Task A_processor_that_was_overtaken_neither_pays_again_nor_disturbs_the_result(StoreKind kind, bool lateOneSucceeds)
    {
        await using var bench = new Bench(kind);
        var gate = new TaskCompletionSource<decimal>();
        var stuckPolicy = new TestPolicy((_, _) => new(gate.Task));
        var stuck = bench.Host(null, stuckPolicy);
        var wallet = await stuck.OpenAsync();
        var deposit = await stuck.DepositAsync(wallet);
        var late = stuck.RunPassAsync();
        await stuckPolicy.Entered();

        // Only the other of the two clocks moves, as if the stuck process were suspended. A store in memory has one clock,
        // so there the test releases the claim itself.
        var otherTime = new FakeTimeProvider(bench.Time.GetUtcNow().AddSeconds(15));
        var other = bench.HostElsewhere(otherTime, null, TestPolicy.Paying(2m));
        if (kind == StoreKind.InMemory)
        {
            await bench.Store.Rebates.ReleaseAsync((await stuck.RebateAsync(deposit)).Claim!.Value, Token);
        }

        Assert.Equal(1, (await other.RunPassAsync()).Paid);
        if (lateOneSucceeds)
        {
            gate.SetResult(50m);
        }
        else
        {
            gate.SetException(new InvalidOperationException("too late"));
        }

        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await late);
        Assert.Equal(102m, await other.BalanceAsync(wallet.Id));
        var rebate = await other.RebateAsync(deposit);
        Assert.Equal((RebateStatus.Paid, 0, null), (rebate.Status, rebate.Attempts, rebate.Reason));
    }
}
