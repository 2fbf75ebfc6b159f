using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class KeyedBatchChecks : StoreChecks
{
    [Check]
    public async Task A_batch_again_under_its_key_returns_every_first_result_marked_as_replayed()
    {
        var walletId = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination", Euro)).Id;
        var commands = EveryCommand(walletId, destination);
        var first = await CommitKeyedAsync("key", commands);
        Assert.Null(first.Refusal);
        var before = await SnapshotAsync();
        Time.Advance(TimeSpan.FromDays(1));

        AssertReplayed(first, await CommitKeyedAsync("key", commands));

        Assert.Equal(before, await SnapshotAsync());
        Assert.All(first.Results, result => Assert.False(result.Replayed));
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task A_batch_of_one_can_have_a_key_of_its_own()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 1m) { RebateTerms = Terms };

        var first = await CommitKeyedAsync("key", deposit);

        AssertReplayed(first, await CommitKeyedAsync("key", deposit));
        Assert.Equal(RebateStatus.Pending, Assert.Single(await RebatesAsync(RebateStatus.Pending)).Status);
        Assert.Single((await AuditAsync(wallet.Id)).History);
    }

    [Check]
    public async Task A_batch_key_with_other_commands_is_refused_as_a_whole()
    {
        var walletId = await OpenWithAsync(100m);
        var other = await OpenWithAsync(100m, "other");
        WalletCommand[] commands = [new Deposit(walletId, 1m) { Reference = "r" }, new Withdraw(other, 2m)];
        await CommitKeyedAsync("key", commands);
        WalletCommand[][] others =
        [
            [commands[0]],
            [commands[0], commands[1], commands[1]],
            [new Deposit(walletId, 1m), commands[1]],
            [commands[0], new Withdraw(other, 2.01m)],
            [commands[0], new Withdraw(walletId, 2m)],
            [commands[0], new Withdraw(other, 2m) { IdempotencyKey = "own" }],
            [new Withdraw(walletId, 2m), new Deposit(other, 1m) { Reference = "r" }],
        ];

        foreach (var each in others)
        {
            var refusal = await RefusedWholeAsync<IdempotencyConflictException>(new CommandBatch([.. each]) { IdempotencyKey = "key" });
            Assert.Equal((walletId, new TransactionId(walletId, 2)), (refusal.WalletId, refusal.Recorded));
        }
    }

    [Check]
    public async Task Amounts_of_equal_value_conditions_and_terms_make_no_other_batch()
    {
        var wallet = await OpenAsync();
        var first = await CommitKeyedAsync("key", new Deposit(wallet.Id, 1.5m) { RebateTerms = Terms, ExpectedVersion = 1 }, new Withdraw(wallet.Id, 1m));

        AssertReplayed(first, await CommitKeyedAsync("key", new Deposit(wallet.Id, 1.50m) { ExpectedVersion = 9 }, new Withdraw(wallet.Id, 1.00m)));
    }

    [Check]
    public async Task Batches_and_commands_share_the_keys_of_a_wallet()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 5m);
        await DoAsync(deposit with { IdempotencyKey = "command" });
        await CommitKeyedAsync("batch", deposit, deposit);

        var byBatch = await RefusedWholeAsync<IdempotencyConflictException>(new CommandBatch(deposit) { IdempotencyKey = "command" });
        var byCommand = await RefusedAsync<IdempotencyConflictException>(deposit with { IdempotencyKey = "batch" });

        Assert.Equal(new TransactionId(wallet.Id, 1), byBatch.Recorded);
        Assert.Equal(new TransactionId(wallet.Id, 2), byCommand.Recorded);
    }

    [Check]
    public async Task A_batch_key_is_kept_with_the_wallet_of_its_first_command()
    {
        var one = (await OpenAsync("one")).Id;
        var two = (await OpenAsync("two")).Id;
        await CommitKeyedAsync("key", new Deposit(one, 5m), new Deposit(two, 5m));

        Assert.False((await DoAsync(new Deposit(two, 1m) { IdempotencyKey = "key" })).Replayed);
        await RefusedAsync<IdempotencyConflictException>(new Deposit(one, 1m) { IdempotencyKey = "key" });
    }

    [Check]
    public async Task No_command_of_a_batch_can_take_the_key_of_the_batch()
    {
        var one = await OpenWithAsync(5m, "one");
        var two = await OpenWithAsync(5m, "two");

        var refusal = await RefusedWholeAsync<InvalidInputException>(
            new CommandBatch([new Deposit(one, 1m), new Withdraw(one, 1m) { IdempotencyKey = "key" }]) { IdempotencyKey = "key" });
        var result = await CommitKeyedAsync("key", new Deposit(one, 1m) { IdempotencyKey = "own" }, new Withdraw(two, 1m) { IdempotencyKey = "key" });

        Assert.Equal("idempotencyKey", refusal.Field);
        Assert.Null(result.Refusal);
    }

    [Check]
    public async Task A_refused_batch_does_not_use_up_its_key()
    {
        var wallet = await OpenAsync();
        WalletCommand[] commands = [new Deposit(wallet.Id, 1m), new Withdraw(wallet.Id, 2m)];
        Assert.Equal(1, (await CommitKeyedAsync("key", commands)).RefusedIndex);
        await DoAsync(new Deposit(wallet.Id, 1m));

        Assert.All((await CommitKeyedAsync("key", commands)).Results, result => Assert.False(result.Replayed));
        Assert.Equal(0m, (await AuditAsync(wallet.Id)).Wallet.Balance);
    }

    [Check]
    public async Task A_batch_that_begins_with_an_opening_cannot_have_a_key()
    {
        var walletId = NewId();
        var first = await OpenAsync();

        var refusal = await RefusedWholeAsync<InvalidInputException>(new CommandBatch([new OpenWallet(walletId, "new", Usd), new Deposit(walletId, 1m)]) { IdempotencyKey = "key" });
        var later = new CommandBatch([new Deposit(first.Id, 1m), new OpenWallet(walletId, "new", Usd), new Transfer(first.Id, walletId, 1m)]) { IdempotencyKey = "key" };
        var opened = await Store.CommitAsync(later, Token);

        Assert.Equal("idempotencyKey", refusal.Field);
        AssertReplayed(opened, await Store.CommitAsync(later, Token));
        Assert.Equal(1m, (await AuditMoneyAsync(walletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_batch_under_a_malformed_key_or_of_a_malformed_command_is_refused_before_the_key_is_asked()
    {
        var wallet = await OpenAsync();
        await CommitKeyedAsync("key", new Deposit(wallet.Id, 1m), new Deposit(wallet.Id, 1m));

        foreach (var key in new[] { "", "\0", new string('k', 201), "a\uD83D" })
        {
            await RefusedWholeAsync<InvalidInputException>(new CommandBatch(new Deposit(wallet.Id, 1m)) { IdempotencyKey = key });
        }

        var result = await CommitKeyedAsync("key", new Deposit(wallet.Id, 1m), new Deposit(wallet.Id, 0m));
        Assert.Equal(1, result.RefusedIndex);
        Assert.IsType<InvalidAmountException>(result.Refusal);
    }

    [Check]
    public async Task The_recording_of_expired_holds_can_be_part_of_a_keyed_batch()
    {
        var walletId = await OpenWithAsync(5m);
        await DoAsync(new PlaceHold(walletId, 5m) { ExpiresIn = TimeSpan.FromMinutes(1) });
        Time.Advance(TimeSpan.FromMinutes(1));
        WalletCommand[] commands = [new ExpireHolds(walletId), new Withdraw(walletId, 5m)];

        var first = await CommitKeyedAsync("key", commands);

        Assert.Null(first.Refusal);
        AssertReplayed(first, await CommitKeyedAsync("key", commands));
        Assert.Equal((0m, 0m), (await FindAsync(walletId)) is var wallet ? (wallet.Balance, wallet.Held) : default);
    }

    [Check]
    public async Task A_race_of_20_with_one_batch_key_commits_the_batch_once()
    {
        var one = await OpenWithAsync(100m, "one");
        var two = (await OpenAsync("two")).Id;

        var results = await AtOnceAsync(20, _ => CommitKeyedAsync("key", new Transfer(one, two, 10m), new Transfer(one, two, 5m)));

        var first = Assert.Single(results, result => !result.First.Replayed);
        Assert.All(results.Where(result => result != first), result => AssertReplayed(first, result));
        Assert.Equal((85m, 15m), ((await AuditMoneyAsync(one)).Wallet.Balance, (await AuditMoneyAsync(two)).Wallet.Balance));
    }

    [Check]
    public async Task A_batch_of_1000_commits_whole_and_is_replayed_whole()
    {
        WalletId[] wallets = [await OpenWithAsync(10m, "one"), (await OpenAsync("two")).Id, (await OpenAsync("three")).Id];

        // The same ten units go round and round, so each command needs the one before it.
        WalletCommand[] commands = [.. Enumerable.Range(0, 1_000).Select(i => new Transfer(wallets[i % 3], wallets[(i + 1) % 3], 10m))];
        var first = await CommitKeyedAsync("key", commands);

        Assert.Equal((null, 1_000), (first.Refusal, first.Results.Length));
        AssertReplayed(first, await CommitKeyedAsync("key", commands));
        Assert.Equal([0m, 10m, 0m], [(await AuditMoneyAsync(wallets[0])).Wallet.Balance, (await AuditMoneyAsync(wallets[1])).Wallet.Balance, (await AuditMoneyAsync(wallets[2])).Wallet.Balance]);
    }

    [Check]
    public async Task A_fee_and_a_split_are_paid_with_the_payment_or_nothing_is()
    {
        var payer = await OpenWithAsync(100m, "payer");
        WalletId[] others = [(await OpenAsync("shop")).Id, (await OpenAsync("author")).Id, (await OpenAsync("house")).Id];
        WalletCommand[] Payment(decimal fee) => [new Transfer(payer, others[0], 98m), new Transfer(others[0], others[1], 70m), new Transfer(payer, others[2], fee)];
        var before = await SnapshotAsync();

        var refused = await CommitAsync(Payment(2.01m));
        Assert.Equal((2, 2m), (refused.RefusedIndex, Assert.IsType<InsufficientFundsException>(refused.Refusal).Available));
        Assert.Equal(before, await SnapshotAsync());
        Assert.Null((await CommitAsync(Payment(2m))).Refusal);

        Assert.Equal(0m, (await AuditMoneyAsync(payer)).Wallet.Balance);
        Assert.Equal([28m, 70m, 2m], [(await AuditMoneyAsync(others[0])).Wallet.Balance, (await AuditMoneyAsync(others[1])).Wallet.Balance, (await AuditMoneyAsync(others[2])).Wallet.Balance]);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task A_batch_key_does_not_cover_the_settling_of_a_rebate()
    {
        var deposit = await EarnAsync();
        var walletId = deposit.WalletId;
        var (stamp, _) = await ClaimAsync();
        RebateCommand[] settling = [new PayRebate(deposit, 1m), new FailRebate(deposit, stamp, "boom", null), new RequeueRebate(deposit)];
        foreach (var command in settling)
        {
            Assert.Equal("idempotencyKey", (await RefusedWholeAsync<InvalidInputException>(new CommandBatch(command) { IdempotencyKey = "key" })).Field);
            Assert.Equal("idempotencyKey", (await RefusedWholeAsync<InvalidInputException>(new CommandBatch([new Deposit(walletId, 1m), command]) { IdempotencyKey = "key" })).Field);
        }

        await CommitKeyedAsync("key", new Deposit(walletId, 1m));
        Assert.Null((await CommitAsync(settling[0])).Refusal);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task A_batch_can_reverse_what_it_records_itself_and_only_once()
    {
        var source = await OpenWithAsync(10m, "source");
        var destination = (await OpenAsync("destination")).Id;
        var reverse = new Reverse(new TransactionId(destination, 1));

        Assert.Equal(0, (await CommitAsync(reverse, new Transfer(source, destination, 4m))).RefusedIndex);
        var twice = await CommitAsync(new Transfer(source, destination, 4m), reverse, new Reverse(new TransactionId(source, 2)));
        Assert.Equal((2, new TransactionId(source, 3)), (twice.RefusedIndex, Assert.IsType<AlreadyReversedException>(twice.Refusal).Reversal));
        var result = await CommitAsync(
            new Transfer(source, destination, 4m),
            reverse,
            new Deposit(source, 100m) { RebateTerms = Terms },
            new PayRebate(new TransactionId(source, 4), 1m),
            new Reverse(new TransactionId(source, 4)));

        Assert.Null(result.Refusal);
        Assert.Equal((10m, 7), (await AuditMoneyAsync(source)) is var audit ? (audit.Wallet.Balance, audit.History.Count) : default);
        Assert.Equal(0m, (await AuditMoneyAsync(destination)).Wallet.Balance);
        Assert.Equal(RebateStatus.Paid, (await FindRebateAsync(new TransactionId(source, 4))).Status);
        await RefusedAsync<AlreadyReversedException>(reverse);
    }

    [Check]
    public async Task A_reversal_in_a_refused_batch_leaves_its_transaction_to_be_reversed()
    {
        var source = await OpenWithAsync(10m, "source");
        var destination = (await OpenAsync("destination")).Id;
        var leg = (await DoAsync(new Transfer(source, destination, 4m))).Transaction!;
        var before = await SnapshotAsync();

        Assert.Equal(1, (await CommitAsync(new Reverse(leg.Id), new Withdraw(source, 10.01m))).RefusedIndex);
        Assert.Equal(before, await SnapshotAsync());
        await DoAsync(new Reverse(leg.Id));

        Assert.Equal(10m, (await AuditMoneyAsync(source)).Wallet.Balance);
    }
}
