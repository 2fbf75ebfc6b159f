using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class BatchVersionChecks : StoreChecks
{
    [Check]
    public async Task A_batch_that_names_the_right_versions_of_wallets_is_committed_whether_it_touches_them_or_not()
    {
        var one = await OpenWithAsync(5m, "one");
        var two = await OpenWithAsync(5m, "two");

        var result = await CommitExpectingAsync([(one, 2), (two, 2), (NewId(), 0)], new Withdraw(one, 1m), new Withdraw(one, 1m));

        Assert.Null(result.Refusal);
        Assert.Equal(3m, (await AuditAsync(one)).Wallet.Balance);
    }

    [Check]
    [Case(long.MinValue)]
    [Case(0)]
    [Case(1)]
    [Case(3)]
    [Case(long.MaxValue)]
    public async Task A_batch_that_names_another_version_is_refused_as_a_whole_with_both_numbers(long expected)
    {
        var one = await OpenWithAsync(5m, "one");
        var two = await OpenWithAsync(5m, "two");
        var unknown = NewId();

        var refusal = await RefusedWholeAsync<ConcurrencyConflictException>(
            new CommandBatch([new Deposit(one, 1m), new Withdraw(one, 100m)]) { ExpectedVersions = [(one, 2), (two, expected)] });
        var single = await RefusedWholeAsync<ConcurrencyConflictException>(new CommandBatch(new Transfer(one, two, 1m)) { ExpectedVersions = [(two, expected)] });
        var missing = await RefusedWholeAsync<ConcurrencyConflictException>(new CommandBatch(new Deposit(one, 1m)) { ExpectedVersions = [(unknown, 7)] });

        Assert.All([refusal, single], each => Assert.Equal((two, expected, 2), (each.WalletId, each.ExpectedVersion, each.ActualVersion)));
        Assert.Equal((unknown, 7, 0), (missing.WalletId, missing.ExpectedVersion, missing.ActualVersion));
    }

    [Check]
    public async Task The_versions_of_a_batch_are_those_before_its_first_command()
    {
        var walletId = NewId();

        Assert.Null((await CommitExpectingAsync([(walletId, 0)], new OpenWallet(walletId, "owner", Usd), new Deposit(walletId, 1m))).Refusal);
        var again = await CommitExpectingAsync([(walletId, 0)], new OpenWallet(walletId, "owner", Usd), new Deposit(walletId, 1m));

        Assert.Equal((-1, 2), (again.RefusedIndex, Assert.IsType<ConcurrencyConflictException>(again.Refusal).ActualVersion));
        Assert.Equal(1m, (await AuditAsync(walletId)).Wallet.Balance);
    }

    [Check]
    public async Task The_versions_of_a_batch_are_judged_after_its_key_and_no_content()
    {
        var wallet = await OpenAsync();
        CommandBatch Batch(long version, decimal amount = 1m) =>
            new([new Deposit(wallet.Id, amount), new Deposit(wallet.Id, amount)]) { IdempotencyKey = "key", ExpectedVersions = [(wallet.Id, version)] };

        await RefusedWholeAsync<ConcurrencyConflictException>(Batch(9));
        var first = await Store.CommitAsync(Batch(1), Token);

        AssertReplayed(first, await Store.CommitAsync(Batch(1), Token));
        AssertReplayed(first, await Store.CommitAsync(Batch(77), Token));
        await RefusedWholeAsync<IdempotencyConflictException>(Batch(77, 2m));
    }

    [Check]
    public async Task Exactly_one_batch_of_many_at_once_that_expect_the_same_versions_is_committed()
    {
        var one = await OpenWithAsync(100m, "one");
        var two = await OpenWithAsync(100m, "two");

        var results = await AtOnceAsync(40, i => CommitExpectingAsync([(one, 2), (two, 2)], i % 2 == 0 ? new Transfer(one, two, 1m) : new Deposit(two, 1m)));

        Assert.Single(results, result => result.Refusal is null);
        Assert.Equal(39, results.Count(result => result.Refusal is ConcurrencyConflictException { ExpectedVersion: 2, ActualVersion: 3 } && result.RefusedIndex == -1));
    }

    [Check]
    public async Task A_batch_decided_on_what_was_read_is_right_or_refused_whatever_runs_beside_it()
    {
        WalletId[] wallets = [await OpenWithAsync(100m, "one"), await OpenWithAsync(100m, "two")];
        var conflicts = 0;

        // Each writes a balance that it calculated from an earlier read. The balance is lost if another batch wrote between the read and the write.
        await AtOnceAsync(8, async i =>
        {
            for (var done = 0; done < 10;)
            {
                var read = await Store.ReadLatestAsync(wallets, Token);
                var result = await CommitExpectingAsync([.. read.Select(wallet => (wallet.Id, wallet.Version))], new Withdraw(wallets[i % 2], 1m), new Deposit(wallets[1 - (i % 2)], 2m));
                Assert.True(result.Refusal is null or ConcurrencyConflictException);
                done += result.Refusal is null ? 1 : 0;
                Interlocked.Add(ref conflicts, result.Refusal is null ? 0 : 1);
            }

            return true;
        });

        Log($"Conflicts: {conflicts}");
        Assert.Equal([140m, 140m], [(await AuditAsync(wallets[0])).Wallet.Balance, (await AuditAsync(wallets[1])).Wallet.Balance]);
    }

    private async Task<BatchResult> CommitExpectingAsync((WalletId WalletId, long Version)[] versions, params WalletCommand[] commands) =>
        await Store.CommitAsync(new CommandBatch([.. commands]) { ExpectedVersions = [.. versions] }, Token);
}
