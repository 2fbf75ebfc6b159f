using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>The promises of a store that keeps wallets beyond its process: all the other promises hold after a restart as well.</summary>
[NeedsDurability]
internal sealed class DurabilityChecks : StoreChecks
{
    [Check]
    public async Task Wallets_and_history_are_after_a_restart_what_they_were_before()
    {
        var walletId = await OpenWithAsync(100m);
        await OpenAsync(name: "other");
        await DoAsync(new Withdraw(walletId, 30m) { Reference = "order-7", Metadata = TransactionMetadata.From([KeyValuePair.Create("a", "ü😀")]) });
        var before = await SnapshotAsync();

        await RestartAsync();

        Assert.Equal(before, await SnapshotAsync());
        Assert.Equal(70m, (await AuditAsync(walletId)).Wallet.Balance);
        Assert.Equal([Wallet.DefaultName, "other"], (await WalletsAsync("owner")).Select(wallet => wallet.Name));
    }

    [Check]
    public async Task A_wallet_goes_on_after_a_restart_where_it_was()
    {
        var walletId = await OpenWithAsync(1m);
        for (var i = 0; i < 3; i++)
        {
            await RestartAsync();
            await DoAsync(new Deposit(walletId, 1m) { ExpectedVersion = i + 2 });
        }

        Assert.Equal(4m, (await AuditAsync(walletId)).Wallet.Balance);
        Assert.True((await DoAsync(new OpenWallet(NewId(), "owner", Usd))).Replayed);
    }

    [Check]
    public async Task The_same_key_again_returns_the_first_result_after_a_restart()
    {
        var walletId = await OpenWithAsync(100m);
        var withdraw = new Withdraw(walletId, 100m) { IdempotencyKey = "all", Reference = "r", ExpectedVersion = 2 };
        var first = await DoAsync(withdraw);

        await RestartAsync();

        var again = await DoAsync(withdraw);
        Assert.True(again.Replayed);
        Assert.Equal(first.Transaction, again.Transaction);
        Assert.Equal(first.Transaction!.Id, (await RefusedAsync<IdempotencyConflictException>(new Withdraw(walletId, 99m) { IdempotencyKey = "all" })).Recorded);
        Assert.Equal(2, (await AuditAsync(walletId)).History.Count);
    }

    [Check]
    public async Task A_refused_commands_key_is_free_after_a_restart_as_well()
    {
        var wallet = await OpenAsync();
        var withdraw = new Withdraw(wallet.Id, 1m) { IdempotencyKey = "key" };
        await RefusedAsync<InsufficientFundsException>(withdraw);

        await RestartAsync();

        await DoAsync(new Deposit(wallet.Id, 1m));
        Assert.False((await DoAsync(withdraw)).Replayed);
    }

    [Check]
    public async Task Time_does_not_run_backwards_over_a_restart()
    {
        var walletId = await OpenWithAsync(1m);
        var latest = Time.GetUtcNow();

        await RestartAsync();
        Time.AdjustTime(latest - TimeSpan.FromDays(1));

        Assert.Equal(latest, (await DoAsync(new Deposit(walletId, 1m))).Transaction!.CreatedAt);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task Rebates_are_after_a_restart_what_they_were_before()
    {
        var pending = await EarnAsync(owner: "pending");
        var paid = await EarnAsync(owner: "paid");
        var nothing = await EarnAsync(owner: "nothing");
        var dead = await EarnAsync(owner: "dead");
        var (stamp, _) = await ClaimAsync();
        await DoAsync(new PayRebate(paid, 1m));
        await DoAsync(new PayRebate(nothing, 0m));
        await DoAsync(new FailRebate(dead, stamp, "error", null));
        var before = await SnapshotAsync();

        await RestartAsync();

        Assert.Equal(before, await SnapshotAsync());
        await RefusedAsync<RebateStateException>(new PayRebate(paid, 1m));
        await RefusedAsync<RebateStateException>(new PayRebate(nothing, 1m));
        await DoAsync(new RequeueRebate(dead));
        await DoAsync(new PayRebate(pending, 1m));
        Assert.Equal(101m, (await AuditAsync(pending.WalletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_claim_outlives_a_restart_and_expires_after_it()
    {
        var deposit = await EarnAsync();
        var (stamp, claimed) = await ClaimAsync();

        await RestartAsync();

        Assert.Empty((await ClaimAsync()).Claimed);
        Assert.Equal(stamp, (await FindRebateAsync(deposit)).Claim);
        Time.AdjustTime(Assert.Single(claimed).Rebate.DueAt);
        Assert.Single((await ClaimAsync()).Claimed);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task A_rebate_earned_before_a_restart_keeps_its_terms_beside_those_earned_after()
    {
        var before = await EarnAsync(owner: "before");
        await RestartAsync();
        var after = await EarnAsync(owner: "after");

        Assert.Equal([before, after], (await RebatesAsync(RebateStatus.Pending)).Select(rebate => rebate.Deposit));
        Assert.All(await RebatesAsync(RebateStatus.Pending), rebate => Assert.Equal(Terms, rebate.Terms));
    }
}
