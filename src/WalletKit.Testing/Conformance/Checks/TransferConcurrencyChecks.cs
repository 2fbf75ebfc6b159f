namespace WalletKit.Testing.Conformance.Checks;

internal sealed class TransferConcurrencyChecks : StoreChecks
{
    [Check]
    public async Task Transfers_in_both_directions_at_once_neither_block_one_another_nor_lose_money()
    {
        WalletId[] pair = [await OpenWithAsync(20m, "one"), await OpenWithAsync(20m, "two")];

        var results = await CommitAtOnceAsync(400, i => new Transfer(pair[i % 2], pair[1 - (i % 2)], 1 + (i % 7)));

        Assert.All(results, result => Assert.True(result.Refusal is null or InsufficientFundsException));
        Assert.Contains(results, result => result.Refusal is null);
        await AuditSumAsync(40m, results, pair);
    }

    [Check]
    public async Task Long_batches_of_transfers_in_both_directions_take_turns_at_both_wallets()
    {
        WalletId[] pair = [await OpenWithAsync(100m, "one"), await OpenWithAsync(100m, "two")];

        // Each batch takes so long that all of them would overlap if the store allowed it.
        var results = await AtOnceAsync(8, i => CommitAsync([.. Enumerable.Repeat(new Transfer(pair[i % 2], pair[1 - (i % 2)], 0.01m), 300)]));

        Assert.All(results, result => Assert.Null(result.Refusal));
        await AuditSumAsync(200m, results, pair);
    }

    [Check]
    [Case(3)]
    [Case(8)]
    public async Task Transfers_in_rings_at_once_keep_the_sum_over_all_wallets(int count)
    {
        var wallets = new WalletId[count];
        for (var i = 0; i < count; i++)
        {
            wallets[i] = await OpenWithAsync(10m, $"owner {i}");
        }

        // The transfers form one ring in each direction; single transfers run beside batches that go all the way round.
        var results = await AtOnceAsync(300, i => (i % 3) switch
        {
            0 => CommitAsync(new Transfer(wallets[i % count], wallets[(i + 1) % count], 4m)),
            1 => CommitAsync(new Transfer(wallets[(i + 1) % count], wallets[i % count], 4m)),
            _ => CommitAsync([.. Enumerable.Range(i, count).Select(j => new Transfer(wallets[j % count], wallets[(j + 1) % count], 3m))]),
        });

        Assert.All(results, result => Assert.True(result.Refusal is null or InsufficientFundsException));
        Assert.Contains(results, result => result.Refusal is null);
        await AuditSumAsync(10m * count, results, wallets);
    }

    [Check]
    public async Task Exactly_50_of_100_transfers_of_1_from_50_at_once_succeed()
    {
        var source = await OpenWithAsync(50m, "source");
        WalletId[] destinations = [(await OpenAsync("one")).Id, (await OpenAsync("two")).Id, (await OpenAsync("three")).Id];

        var results = await CommitAtOnceAsync(100, i => new Transfer(source, destinations[i % 3], 1m));

        Assert.Equal(50, results.Count(result => result.Refusal is null));
        Assert.Equal(50, results.Count(result => result.Refusal is InsufficientFundsException { Available: 0m }));
        Assert.Equal(0m, (await AuditAsync(source)).Wallet.Balance);
        await AuditSumAsync(50m, results, [source, .. destinations]);
    }

    [Check]
    public async Task A_race_of_50_with_one_key_transfers_once()
    {
        var source = await OpenWithAsync(500m, "source");
        var destination = (await OpenAsync("destination")).Id;

        var results = await CommitAtOnceAsync(50, _ => new Transfer(source, destination, 10m) { IdempotencyKey = "key" });

        Assert.Single(results, result => !result.First.Replayed);
        Assert.Single(results.Select(result => result.First.Transactions).Distinct());
        Assert.Equal((490m, 10m), ((await AuditMoneyAsync(source)).Wallet.Balance, (await AuditMoneyAsync(destination)).Wallet.Balance));
    }

    [Check]
    public async Task A_reader_that_sees_one_leg_of_a_transfer_finds_the_other()
    {
        var source = await OpenWithAsync(1_000_000m, "source");
        var destination = (await OpenAsync("destination")).Id;
        var commits = 0;
        var reading = AtOnceAsync(2, async i =>
        {
            var (own, other) = i == 0 ? (source, destination) : (destination, source);
            for (var read = 0; read < 2_000; read++)
            {
                var newest = await HistoryAsync(own, HistoryOrder.NewestFirst, limit: 1);
                if (newest is [{ Links.Counterpart: { } counterpart }])
                {
                    Assert.True((await FindAsync(other)).Version >= counterpart.Version, "a leg was seen without the other");
                    Assert.NotNull(await FindTransactionAsync(counterpart));
                }
            }

            return true;
        });

        // The transfer is committed alone and in a batch of two, which take different paths into a store.
        var transfer = new Transfer(source, destination, 0.01m);
        while (!reading.IsCompleted)
        {
            Assert.Null((await (++commits % 2 == 0 ? CommitAsync(transfer) : CommitAsync(transfer, transfer))).Refusal);
        }

        await reading;
    }

    [Check]
    public async Task Transfers_that_expect_one_version_of_their_source_succeed_once()
    {
        var source = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination")).Id;

        var results = await CommitAtOnceAsync(30, _ => new Transfer(source, destination, 1m) { ExpectedVersion = 2 });

        Assert.Single(results, result => result.Refusal is null);
        Assert.Equal(29, results.Count(result => result.Refusal is ConcurrencyConflictException { ExpectedVersion: 2, ActualVersion: 3 }));
    }

    // A transfer within one currency appears in two wallets, with opposite signs.
    private async Task AuditSumAsync(decimal sum, BatchResult[] results, params WalletId[] wallets)
    {
        var balance = 0m;
        var legs = new List<TransactionId>();
        foreach (var walletId in wallets)
        {
            var (wallet, history) = await AuditMoneyAsync(walletId);
            balance += wallet.Balance;
            legs.AddRange(history.Where(transaction => transaction.Links.Counterpart is not null).Select(transaction => transaction.Id));
        }

        Assert.Equal(sum, balance);
        Assert.Equal(
            results.Where(result => result.Refusal is null).SelectMany(result => result.Results).SelectMany(done => done.Transactions).Select(leg => leg.Id).ToHashSet(),
            legs.ToHashSet());
    }
}
