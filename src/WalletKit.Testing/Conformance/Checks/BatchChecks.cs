using WalletKit.Stores;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class BatchChecks : StoreChecks
{
    [Check]
    public async Task A_batch_commits_whole_with_a_result_for_each_command_in_order()
    {
        var one = await OpenAsync("one");
        var two = await OpenAsync("two");

        var result = await CommitAsync(new Deposit(one.Id, 10m), new Withdraw(one.Id, 4m), new Deposit(two.Id, 4m));

        Assert.Null(result.Refusal);
        Assert.Equal([(one.Id, 10m), (one.Id, 6m), (two.Id, 4m)], result.Results.Select(done => (done.Transaction!.WalletId, done.Transaction.BalanceAfter)));
        Assert.Equal(6m, (await AuditAsync(one.Id)).Wallet.Balance);
        Assert.Equal(4m, (await AuditAsync(two.Id)).Wallet.Balance);
    }

    [Check]
    public async Task A_batch_with_a_refused_command_changes_nothing_and_says_which_it_was()
    {
        var one = await OpenWithAsync(1m, "one");
        var two = await OpenWithAsync(1m, "two");
        var before = await SnapshotAsync();

        var result = await CommitAsync(new Deposit(one, 10m) { RebateTerms = Terms }, new Deposit(two, 1m), new Withdraw(one, 11.01m), new Deposit(two, 1m));

        Assert.Equal(2, result.RefusedIndex);
        Assert.Empty(result.Results);
        Assert.Equal(11m, Assert.IsType<InsufficientFundsException>(result.Refusal).Available);
        Assert.Equal(before, await SnapshotAsync());
    }

    [Check]
    public async Task A_malformed_command_refuses_its_whole_batch()
    {
        var walletId = await OpenWithAsync(1m);
        var before = await SnapshotAsync();

        var result = await CommitAsync(new Deposit(walletId, 10m), new Deposit(walletId, -1m));

        Assert.Equal(1, result.RefusedIndex);
        Assert.IsType<InvalidAmountException>(result.Refusal);
        Assert.Equal(before, await SnapshotAsync());
    }

    [Check]
    public async Task A_wallet_can_be_opened_and_used_in_one_batch()
    {
        var walletId = NewId();

        var result = await CommitAsync(
            new OpenWallet(walletId, "owner", Usd), new Deposit(walletId, 5m) { ExpectedVersion = 1 }, new Withdraw(walletId, 2m), new OpenWallet(NewId(), "owner", Usd));

        Assert.Null(result.Refusal);
        Assert.Equal([false, false, false, true], result.Results.Select(done => done.Replayed));
        Assert.Equal((walletId, 3m), (result.Results[3].Wallet!.Id, result.Results[3].Wallet!.Balance));
        Assert.Equal(3m, (await AuditAsync(walletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_refused_batch_opens_no_wallet()
    {
        var walletId = NewId();

        var result = await CommitAsync(new OpenWallet(walletId, "owner", Usd), new Withdraw(walletId, 1m));

        Assert.Equal(1, result.RefusedIndex);
        Assert.Null(await Store.FindWalletAsync(walletId, Token));
        Assert.Null(await Store.FindWalletByNameAsync("owner", Wallet.DefaultName, Token));
        Assert.Empty(await WalletsAsync("owner"));
        Assert.False((await DoAsync(new OpenWallet(walletId, "owner", Usd))).Replayed);
    }

    [Check]
    public async Task Two_wallets_of_one_batch_cannot_share_an_id()
    {
        var walletId = NewId();

        var result = await CommitAsync(new OpenWallet(walletId, "one", Usd), new OpenWallet(walletId, "two", Usd));

        Assert.Equal(1, result.RefusedIndex);
        Assert.IsType<InvalidInputException>(result.Refusal);
        Assert.Null(await Store.FindWalletAsync(walletId, Token));
    }

    [Check]
    public async Task A_key_is_known_to_the_commands_after_it_in_its_batch()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 5m) { IdempotencyKey = "key" };

        var result = await CommitAsync(deposit, deposit);

        Assert.Equal([false, true], result.Results.Select(done => done.Replayed));
        Assert.Single((await AuditAsync(wallet.Id)).History);
    }

    [Check]
    public async Task A_key_with_other_content_later_in_a_batch_refuses_the_batch()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 5m) { IdempotencyKey = "key" };

        var result = await CommitAsync(deposit, new Deposit(wallet.Id, 6m) { IdempotencyKey = "key" });

        Assert.Equal(1, result.RefusedIndex);
        Assert.IsType<IdempotencyConflictException>(result.Refusal);
        Assert.Empty((await AuditAsync(wallet.Id)).History);
        Assert.False((await DoAsync(deposit)).Replayed);
    }

    [Check]
    public async Task A_refused_batch_uses_up_none_of_its_keys()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 5m) { IdempotencyKey = "in" };
        var withdraw = new Withdraw(wallet.Id, 6m) { IdempotencyKey = "out" };
        Assert.Equal(1, (await CommitAsync(deposit, withdraw)).RefusedIndex);

        Assert.False((await DoAsync(deposit)).Replayed);
        await DoAsync(new Deposit(wallet.Id, 1m));
        Assert.False((await DoAsync(withdraw)).Replayed);
    }

    [Check]
    public async Task A_replay_inside_a_batch_changes_nothing_and_lets_the_others_commit()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 5m) { IdempotencyKey = "key" };
        await DoAsync(deposit);

        var result = await CommitAsync(new Deposit(wallet.Id, 1m), deposit, new Deposit(wallet.Id, 2m));

        Assert.Equal([false, true, false], result.Results.Select(done => done.Replayed));
        Assert.Equal(8m, (await AuditAsync(wallet.Id)).Wallet.Balance);
    }

    [Check]
    public async Task Each_command_names_the_version_that_the_ones_before_it_leave()
    {
        var wallet = await OpenAsync();

        Assert.Null((await CommitAsync(new Deposit(wallet.Id, 5m) { ExpectedVersion = 1 }, new Withdraw(wallet.Id, 5m) { ExpectedVersion = 2 })).Refusal);
        Assert.Equal(1, (await CommitAsync(new Deposit(wallet.Id, 5m) { ExpectedVersion = 3 }, new Withdraw(wallet.Id, 5m) { ExpectedVersion = 3 })).RefusedIndex);

        Assert.Equal(2, (await AuditAsync(wallet.Id)).History.Count);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task A_rebate_can_be_earned_and_paid_in_one_batch_but_not_twice()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 100m) { RebateTerms = Terms };
        var pay = new PayRebate(new TransactionId(wallet.Id, 1), 1m);

        Assert.Equal(2, (await CommitAsync(deposit, pay, pay)).RefusedIndex);
        Assert.Null((await CommitAsync(deposit, pay)).Refusal);

        Assert.Equal(101m, (await AuditAsync(wallet.Id)).Wallet.Balance);
        Assert.Equal(2, Assert.Single(await RebatesAsync(RebateStatus.Paid)).PaidSequence);
    }

    [Check]
    public async Task A_batch_of_many_commands_commits_whole()
    {
        var wallet = await OpenAsync();

        var result = await CommitAsync([.. Enumerable.Range(1, 500).Select(cents => new Deposit(wallet.Id, cents / 100m))]);

        Assert.Equal(500, result.Results.Length);
        Assert.Equal(500 * 501 / 2, (await AuditAsync(wallet.Id)).Wallet.BalanceMinorUnits);
    }
}
