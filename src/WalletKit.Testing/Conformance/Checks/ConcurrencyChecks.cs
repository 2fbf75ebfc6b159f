using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ConcurrencyChecks : StoreChecks
{
    [Check]
    public async Task First_openings_at_once_yield_one_wallet()
    {
        for (var round = 0; round < 5; round++)
        {
            var owner = $"owner {round}";
            var results = await CommitAtOnceAsync(20, _ => new OpenWallet(NewId(), owner, Usd));

            var wallet = Assert.Single(await WalletsAsync(owner));
            Assert.All(results, result => Assert.Equal(wallet, Assert.Single(result.Results).Wallet));
            Assert.Single(results, result => !result.Results[0].Replayed);
        }
    }

    [Check]
    public async Task Two_that_open_the_same_wallets_in_step_open_each_once()
    {
        // In step, the openings meet again and again, however short the moment is in which an opening could be torn.
        var opened = await AtOnceAsync(2, async _ =>
        {
            var results = new List<CommandResult>();
            for (var i = 0; i < 200; i++)
            {
                results.Add(await DoAsync(new OpenWallet(NewId(), $"owner {i}", Usd)));
            }

            return results;
        });

        Assert.All(opened[0].Zip(opened[1]), pair =>
        {
            Assert.Equal(pair.First.Wallet, pair.Second.Wallet);
            Assert.NotEqual(pair.First.Replayed, pair.Second.Replayed);
        });
    }

    [Check]
    public async Task First_openings_at_once_in_two_currencies_yield_one_wallet_in_one_of_them()
    {
        var results = await CommitAtOnceAsync(20, i => new OpenWallet(NewId(), "owner", Currency.FromIso(i % 2 == 0 ? "USD" : "EUR")));

        Assert.Single(await WalletsAsync("owner"));
        Assert.Single(results, result => result.Refusal is null && !result.Results[0].Replayed);
        Assert.Equal(10, results.Count(result => result.Refusal is CurrencyMismatchException));
    }

    [Check]
    public async Task Openings_at_once_with_one_id_yield_one_wallet()
    {
        var walletId = NewId();

        var results = await CommitAtOnceAsync(20, i => new OpenWallet(walletId, $"owner {i}", Usd));

        Assert.Single(results, result => result.Refusal is null);
        Assert.Equal(19, results.Count(result => result.Refusal is InvalidInputException));
    }

    [Check]
    [Case(2, 1)]
    [Case(2_000, 1)]
    [Case(2_000, 7)]
    public async Task Deposits_at_once_all_count(int count, int walletCount)
    {
        var wallets = new List<WalletId>();
        for (var i = 0; i < walletCount; i++)
        {
            wallets.Add((await OpenAsync($"owner {i}")).Id);
        }

        var results = await CommitAtOnceAsync(count, i => new Deposit(wallets[i % walletCount], 0.01m));

        Assert.All(results, result => Assert.Null(result.Refusal));
        Assert.Equal(count, results.Select(result => result.Results[0].Transaction!.Id).Distinct().Count());
        var balance = 0L;
        foreach (var walletId in wallets)
        {
            balance += (await AuditAsync(walletId)).Wallet.BalanceMinorUnits;
        }

        Assert.Equal(count, balance);
    }

    [Check]
    public async Task Exactly_50_of_100_withdrawals_of_1_from_50_at_once_succeed()
    {
        var walletId = await OpenWithAsync(50m);

        var results = await CommitAtOnceAsync(100, _ => new Withdraw(walletId, 1m));

        Assert.Equal(50, results.Count(result => result.Refusal is null));
        Assert.Equal(50, results.Count(result => result.Refusal is InsufficientFundsException { Available: 0m }));
        var (wallet, history) = await AuditAsync(walletId);
        Assert.Equal((0m, 51), (wallet.Balance, history.Count));
    }

    [Check]
    public async Task A_race_of_50_with_one_key_records_one_transaction()
    {
        var wallet = await OpenAsync();

        var results = await CommitAtOnceAsync(50, _ => new Deposit(wallet.Id, 10m) { IdempotencyKey = "key" });

        var recorded = Assert.Single((await AuditAsync(wallet.Id)).History);
        Assert.All(results, result => Assert.Equal(recorded, Assert.Single(result.Results).Transaction));
        Assert.Single(results, result => !result.Results[0].Replayed);
    }

    [Check]
    public async Task A_race_with_one_key_and_several_contents_records_one_of_them()
    {
        var wallet = await OpenAsync();

        var results = await CommitAtOnceAsync(50, i => new Deposit(wallet.Id, 1 + (i % 5)) { IdempotencyKey = "key" });

        var recorded = Assert.Single((await AuditAsync(wallet.Id)).History);
        Assert.Equal(10, results.Count(result => result.Refusal is null && result.Results[0].Transaction == recorded));
        Assert.Equal(40, results.Count(result => result.Refusal is IdempotencyConflictException conflict && conflict.Recorded == recorded.Id));
    }

    [Check]
    public async Task Exactly_one_of_many_commands_at_once_that_expect_one_version_succeeds()
    {
        var walletId = await OpenWithAsync(100m);

        var results = await CommitAtOnceAsync(50, i => i % 2 == 0
            ? new Deposit(walletId, 1m) { ExpectedVersion = 2 }
            : new Withdraw(walletId, 1m) { ExpectedVersion = 2 });

        Assert.Single(results, result => result.Refusal is null);
        Assert.Equal(49, results.Count(result => result.Refusal is ConcurrencyConflictException { ExpectedVersion: 2, ActualVersion: 3 }));
        Assert.Equal(3, (await AuditAsync(walletId)).Wallet.Version);
    }

    [Check]
    public async Task Batches_at_once_that_move_money_in_circles_neither_make_nor_lose_any()
    {
        WalletId[] wallets = [await OpenWithAsync(10m, "one"), await OpenWithAsync(10m, "two"), await OpenWithAsync(10m, "three")];

        // The transfers go in both directions at once, so that locks taken in the order of the commands would block each other.
        var results = await AtOnceAsync(300, i => i % 2 == 0
            ? CommitAsync(new Withdraw(wallets[i % 3], 3m), new Deposit(wallets[(i + 1) % 3], 3m))
            : CommitAsync(new Deposit(wallets[i % 3], 3m), new Withdraw(wallets[(i + 1) % 3], 3m)));

        var balance = 0m;
        var transactions = 0;
        foreach (var walletId in wallets)
        {
            var (wallet, history) = await AuditAsync(walletId);
            balance += wallet.Balance;
            transactions += history.Count;
        }

        Assert.Equal(30m, balance);
        Assert.Equal(3 + (2 * results.Count(result => result.Refusal is null)), transactions);
        Assert.All(results, result => Assert.True(result.Refusal is null or InsufficientFundsException));
    }

    [Check]
    public async Task A_refused_batch_never_harms_its_neighbors()
    {
        var good = await OpenAsync("good");
        var bad = await OpenWithAsync(1m, "bad");

        var results = await AtOnceAsync(200, i => (i % 4) switch
        {
            0 => CommitAsync(new Deposit(good.Id, 1m), new Withdraw(bad, 2m)),
            1 => CommitAsync(new Deposit(good.Id, -1m)),
            _ => CommitAsync(new Deposit(good.Id, 1m)),
        });

        Assert.All(results.Select((result, i) => (result, i)), one => Assert.Equal(one.i % 4 < 2, one.result.Refusal is not null));
        Assert.Equal(100m, (await AuditAsync(good.Id)).Wallet.Balance);
        Assert.Equal(1m, (await AuditAsync(bad)).Wallet.Balance);
    }
}
