using System.Collections.Concurrent;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

[NeedsFeature(StoreFeatures.Rebates)]
internal sealed class RebateConcurrencyChecks : StoreChecks
{
    [Check]
    public async Task A_race_of_20_to_pay_one_rebate_pays_it_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var deposit = await EarnAsync(owner: $"owner {round}");

            var results = await CommitAtOnceAsync(20, _ => new PayRebate(deposit, 1m));

            Assert.Single(results, result => result.Refusal is null);
            Assert.Equal(19, results.Count(result => result.Refusal is RebateStateException { Status: RebateStatus.Paid }));
            Assert.Equal(101m, (await AuditAsync(deposit.WalletId)).Wallet.Balance);
        }
    }

    [Check]
    public async Task A_race_to_settle_one_rebate_in_different_ways_settles_it_in_one_of_them()
    {
        var deposit = await EarnAsync();
        var (stamp, _) = await ClaimAsync();

        var results = await CommitAtOnceAsync(21, i => (i % 3) switch
        {
            0 => new PayRebate(deposit, 1m),
            1 => new PayRebate(deposit, 0m),
            _ => new FailRebate(deposit, stamp, "error", null),
        });

        var settled = Assert.Single(Assert.Single(results, result => result.Refusal is null).Results).Rebate;
        Assert.Equal(settled, await FindRebateAsync(deposit));
        Assert.Equal(settled!.Status == RebateStatus.Paid ? 101m : 100m, (await AuditAsync(deposit.WalletId)).Wallet.Balance);
    }

    [Check]
    public async Task Claimers_at_once_never_get_the_same_rebate()
    {
        var deposits = new List<TransactionId>();
        for (var i = 0; i < 60; i++)
        {
            deposits.Add(await EarnAsync(owner: $"owner {i}"));
        }

        var claims = await AtOnceAsync(12, async _ =>
        {
            var mine = new List<TransactionId>();
            while (await ClaimAsync(3) is { Claimed: { Count: > 0 } claimed } claim)
            {
                Assert.All(claimed, one => Assert.Equal(claim.Stamp, one.Rebate.Claim));
                mine.AddRange(claimed.Select(one => one.Rebate.Deposit));
            }

            return mine;
        });

        var all = claims.SelectMany(mine => mine).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(deposits.ToHashSet(), all.ToHashSet());
    }

    [Check]
    public async Task Processors_at_once_pay_every_rebate_once_while_more_are_earned()
    {
        var wallet = await OpenAsync();
        var paid = new ConcurrentBag<TransactionId>();
        var earning = CommitAtOnceAsync(100, _ => new Deposit(wallet.Id, 100m) { RebateTerms = Terms });

        var processing = AtOnceAsync(4, async _ =>
        {
            while (true)
            {
                var last = earning.IsCompleted;
                var (_, claimed) = await ClaimAsync(5);
                foreach (var one in claimed)
                {
                    Assert.Null((await CommitAsync(new PayRebate(one.Rebate.Deposit, 1m))).Refusal);
                    paid.Add(one.Rebate.Deposit);
                }

                if (last && claimed.Count == 0)
                {
                    return true;
                }
            }
        });
        await earning;
        await processing;

        Assert.Equal(100, paid.Distinct().Count());
        Assert.Equal((0, 100), (await CountAsync(RebateStatus.Pending), await CountAsync(RebateStatus.Paid)));
        var (found, history) = await AuditAsync(wallet.Id);
        Assert.Equal(10_100m, found.Balance);
        Assert.Equal(100, history.Where(transaction => transaction.Type == TransactionType.Rebate).Select(transaction => transaction.Links.RebateOf).Distinct().Count());
    }
}
