using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Rebates;

/// <summary>Hosts share the work of paying rebates.</summary>
public sealed class ClaimTests : PostgreSqlTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static readonly string[] Policies = ["percentage"];

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Claims_of_two_hosts_at_once_do_not_overlap_and_leave_nothing_over()
    {
        var (one, other) = (Host(timeProvider: _clock), Host(timeProvider: _clock));
        await EarnAsync(one, 400);
        await other.Store.OpenAsync(Token);

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => ClaimAsync(i % 2 == 0 ? one : other, limit: 20), Token)));

        var claimed = claims.SelectMany(claim => claim).Select(claim => claim.Rebate.Deposit).ToList();
        Assert.Equal((400, 400), (claimed.Count, claimed.Distinct().Count()));
        Assert.Empty(await ClaimAsync(one, limit: 1));
    }

    [Fact]
    public async Task A_claim_skips_rebates_that_a_commit_is_settling_and_waits_for_none()
    {
        var (one, other) = (Host(timeProvider: _clock), Host(timeProvider: _clock));
        var wallet = await EarnAsync(one, 3);
        await using var foreign = await Sql.BeginAsync();
        await foreign.RunAsync($"SELECT 1 FROM walletkit_rebates WHERE wallet_id = '{wallet}' AND deposit = 3 FOR UPDATE");

        var claimed = await ClaimAsync(other, limit: 10);

        Assert.Equal([2, 4], claimed.Select(claim => claim.Rebate.Deposit.Version));
        await foreign.CommitAsync();
        Assert.Equal(3, Assert.Single(await ClaimAsync(one, limit: 10)).Rebate.Deposit.Version);
    }

    [Fact]
    public async Task A_claim_of_a_host_that_died_ends_by_its_lease_and_another_host_pays_once()
    {
        var (dead, heir) = (Host(timeProvider: _clock), Host(timeProvider: _clock));
        var wallet = await EarnAsync(dead, 5);
        Assert.Equal(5, (await ClaimAsync(dead, limit: 10)).Count);

        Assert.Equal(0, (await heir.Rebates.ProcessPendingAsync(Token)).Paid);
        _clock.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, (await heir.Rebates.ProcessPendingAsync(Token)).Paid);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(5, (await heir.Rebates.ProcessPendingAsync(Token)).Paid);

        Assert.Equal(505m, (await heir.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        await heir.AssertCleanAsync();
    }

    [Fact]
    public async Task A_host_that_comes_back_after_its_claim_ended_pays_nothing_again()
    {
        var (slow, heir) = (Host(timeProvider: _clock), Host(timeProvider: _clock));
        var wallet = await EarnAsync(slow, 5);
        var claimed = await ClaimAsync(slow, limit: 10);
        _clock.Advance(Lease);
        Assert.Equal(5, (await heir.Rebates.ProcessPendingAsync(Token)).Paid);

        var late = await Task.WhenAll(claimed.Select(claim => slow.Store.CommitAsync(new WalletKit.Stores.CommandBatch(new WalletKit.PayRebate(claim.Rebate.Deposit, 1m)), Token).AsTask()));

        Assert.All(late, result => Assert.IsType<RebateStateException>(result.Refusal));
        Assert.Equal(505m, (await heir.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        await heir.AssertCleanAsync();
    }

    [Fact]
    public async Task Rebates_that_a_host_releases_can_be_claimed_by_another_host_at_once()
    {
        var (one, other) = (Host(timeProvider: _clock), Host(timeProvider: _clock));
        await EarnAsync(one, 5);
        var stamp = Guid.NewGuid();
        await one.Store.Rebates.ClaimAsync(stamp, Policies, _clock.GetUtcNow() + Lease, 3, Token);
        Assert.Equal(2, (await other.Rebates.ProcessPendingAsync(Token)).Paid);

        await one.Store.Rebates.ReleaseAsync(stamp, Token);

        Assert.Equal(3, (await other.Rebates.ProcessPendingAsync(Token)).Paid);
    }

    [Fact]
    public async Task Passes_of_four_hosts_at_once_pay_each_rebate_once()
    {
        var hosts = Enumerable.Range(0, 4).Select(_ => Host(timeProvider: _clock, more: options => options.Rebates = rebates => rebates.BatchSize = 16)).ToList();
        var wallet = await EarnAsync(hosts[0], 300);

        var passes = await Task.WhenAll(hosts.Select(host => Task.Run(() => host.Rebates.ProcessPendingAsync(Token))));

        Assert.Equal(300, passes.Sum(pass => pass.Paid));
        Assert.Equal(300 * 101m, (await hosts[0].Wallets.GetBalanceAsync(wallet, Token)).Balance);
        await hosts[0].AssertCleanAsync();
    }

    private async Task<IReadOnlyList<ClaimedRebate>> ClaimAsync(WalletHost host, int limit) => await host.Store.Rebates.ClaimAsync(Guid.NewGuid(), Policies, _clock.GetUtcNow() + Lease, limit, Token);

    private static async Task<WalletId> EarnAsync(WalletHost host, int deposits)
    {
        var wallet = await host.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, deposits).Select(_ => host.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token)));
        return wallet;
    }
}
