using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>Back-dated transactions: their order, their sums, and the history without them.</summary>
internal sealed class BackdatedChecks : StoreChecks
{
    [Check]
    public async Task Back_dated_transactions_are_listed_by_value_date_and_under_one_value_date_by_version()
    {
        var wallet = await OpenAsync();
        var day = Time.GetUtcNow().AddDays(-10);
        foreach (var days in (int?[])[5, 2, null, 2, 7, null, 5])
        {
            await DoAsync(new Deposit(wallet.Id, 1m) { EffectiveAt = days is { } some ? day.AddDays(some) : null });
        }

        await DoAsync(new SetCreditLimit(wallet.Id, 1m) { EffectiveAt = day });
        Assert.Equal([3, 5, 2, 8, 6], await VersionsAsync(new(wallet.Id, HistoryOrder.OldestFirst, null, 2)));
        Assert.Equal([6, 8, 2, 5, 3], await VersionsAsync(new(wallet.Id, HistoryOrder.NewestFirst, null, 2)));
        Assert.Equal([2, 8], await VersionsAsync(new(wallet.Id, HistoryOrder.OldestFirst, new(day.AddDays(2), 5), 9) { Through = new(day.AddDays(5), 8) }));
        Assert.Equal([8, 2], await VersionsAsync(new(wallet.Id, HistoryOrder.NewestFirst, new(day.AddDays(7), 0), 9) { Through = new(day.AddDays(5), 2) }));
        Assert.Empty(await VersionsAsync(new(NewId(), HistoryOrder.OldestFirst, null, 9)));
    }

    [Check]
    public async Task Any_stretch_of_back_dated_transactions_is_what_a_plain_query_finds_in_the_whole()
    {
        var random = NewRandom();
        var (walletId, history) = await OpenWithBackdatedHistoryAsync(random, 120);

        for (var round = 0; round < 120; round++)
        {
            var range = new BackdatedRange(walletId, random.Next(2) == 0 ? HistoryOrder.OldestFirst : HistoryOrder.NewestFirst, RandomPlace(random, history), random.Next(1, 30))
            {
                Through = RandomPlace(random, history),
            };
            var expected = history.Where(range.Contains).OrderBy(transaction => transaction.EffectiveAt).ThenBy(transaction => transaction.Version);
            var ordered = range.Order == HistoryOrder.OldestFirst ? expected : expected.Reverse();

            Assert.True(ordered.SequenceEqual(await ReadByPageAsync(range)), $"Seed {Seed}, round {round}: {range}");
        }
    }

    [Check]
    public async Task A_sum_has_the_back_dated_transactions_that_count_at_a_time_among_some_versions()
    {
        var random = NewRandom();
        var (walletId, history) = await OpenWithBackdatedHistoryAsync(random, 120);

        for (var round = 0; round < 120; round++)
        {
            var (time, after, through) = (RandomPlace(random, history)?.EffectiveAt ?? Time.GetUtcNow(), random.Next(-1, history.Count), random.Next(history.Count + 3));
            var expected = history.Where(transaction => transaction.EffectiveAt <= time && transaction.Version > after && transaction.Version <= through).ToList();

            var sum = await Store.SumBackdatedAsync(walletId, time, after, through, Token);

            Assert.True((expected.Count, (Int128)expected.Sum(transaction => transaction.AmountMinorUnits)) == (sum.Count, sum.MinorUnits), $"Seed {Seed}, round {round}: {time:O}, {after} to {through}");
        }

        Assert.Equal(default, await Store.SumBackdatedAsync(NewId(), Time.GetUtcNow(), 0, long.MaxValue, Token));
        Assert.Equal(history.LongCount(transaction => transaction.EffectiveAt is not null), (await Store.SumBackdatedAsync(walletId, DateTimeOffset.MaxValue, long.MinValue, long.MaxValue, Token)).Count);
        Assert.Equal(default, await Store.SumBackdatedAsync(walletId, DateTimeOffset.MinValue, 0, long.MaxValue, Token));
    }

    [Check]
    public async Task A_sum_of_back_dated_transactions_may_pass_the_range_of_a_balance()
    {
        var most = MinorUnits.ToDecimal(long.MaxValue, Usd.Exponent);
        var (up, down) = ((await OpenAsync("up")).Id, (await OpenAsync("down")).Id);
        var yesterday = Time.GetUtcNow().AddDays(-1);
        for (var i = 0; i < 5; i++)
        {
            await DoAsync(new Deposit(up, most) { EffectiveAt = yesterday });
            await DoAsync(new Withdraw(up, most));
            await DoAsync(new Deposit(down, most));
            await DoAsync(new Withdraw(down, most) { EffectiveAt = yesterday });
        }

        Assert.Equal(new BackdatedSum(5, 5 * (Int128)long.MaxValue), await Store.SumBackdatedAsync(up, yesterday, 0, long.MaxValue, Token));
        Assert.Equal(new BackdatedSum(5, -5 * (Int128)long.MaxValue), await Store.SumBackdatedAsync(down, yesterday, 0, long.MaxValue, Token));
    }

    [Check]
    [Case(HistoryOrder.OldestFirst)]
    [Case(HistoryOrder.NewestFirst)]
    public async Task A_history_without_the_back_dated_transactions_has_all_others(HistoryOrder order)
    {
        var (walletId, history) = await OpenWithBackdatedHistoryAsync(NewRandom(), 60);
        var expected = history.Where(transaction => transaction.EffectiveAt is null);

        var found = await ReadAllAsync<WalletTransaction, long?>(
            null, (after, limit) => Store.ListTransactionsAsync(new(walletId, order, after, Math.Min(limit, 7)) { ExceptBackdated = true }, Token), transaction => transaction.Version, int.MaxValue);

        Assert.Equal(order == HistoryOrder.OldestFirst ? expected : expected.Reverse(), found);
    }

    [Check]
    public async Task A_value_date_may_be_at_the_beginning_of_time()
    {
        var wallet = await OpenAsync();
        await DoAsync(new Deposit(wallet.Id, 1m) { EffectiveAt = DateTimeOffset.MinValue });

        Assert.Equal(new BackdatedSum(1, 100), await Store.SumBackdatedAsync(wallet.Id, DateTimeOffset.MinValue, 0, long.MaxValue, Token));
        Assert.Equal([2], await VersionsAsync(new(wallet.Id, HistoryOrder.OldestFirst, null, 1)));
        Assert.Equal([2], await VersionsAsync(new(wallet.Id, HistoryOrder.NewestFirst, new(DateTimeOffset.MaxValue, 0), 1) { Through = new(DateTimeOffset.MinValue, 0) }));
    }

    [Check]
    public async Task A_refused_batch_leaves_no_back_dated_transaction()
    {
        var wallet = await OpenAsync();
        var yesterday = Time.GetUtcNow().AddDays(-1);
        Assert.Equal(1, (await CommitAsync(new Deposit(wallet.Id, 1m) { EffectiveAt = yesterday }, new Withdraw(wallet.Id, 2m))).RefusedIndex);
        await DoAsync(new Deposit(wallet.Id, 4m) { EffectiveAt = yesterday });

        Assert.Equal([2], await VersionsAsync(new(wallet.Id, HistoryOrder.OldestFirst, null, 9)));
        Assert.Equal(new BackdatedSum(1, 400), await Store.SumBackdatedAsync(wallet.Id, yesterday, 0, long.MaxValue, Token));
    }

    [Check]
    public async Task Back_dated_transactions_are_after_a_restart_what_they_were_before()
    {
        var (walletId, _) = await OpenWithBackdatedHistoryAsync(NewRandom(), 30);
        var range = new BackdatedRange(walletId, HistoryOrder.OldestFirst, null, 100);
        var (listed, sum) = (await ReadByPageAsync(range), await Store.SumBackdatedAsync(walletId, Time.GetUtcNow(), 0, long.MaxValue, Token));

        await RestartIfDurableAsync();

        Assert.Equal(listed, await ReadByPageAsync(range));
        Assert.Equal(sum, await Store.SumBackdatedAsync(walletId, Time.GetUtcNow(), 0, long.MaxValue, Token));
    }

    private async Task<List<long>> VersionsAsync(BackdatedRange range) => (await ReadByPageAsync(range)).ConvertAll(transaction => transaction.Version);

    private async Task<List<WalletTransaction>> ReadByPageAsync(BackdatedRange range) => await ReadAllAsync(
        range.After,
        (after, _) => Store.ListBackdatedAsync(range with { After = after }, Token),
        transaction => new BackdatedPlace(transaction.EffectiveAt!.Value, transaction.Version),
        int.MaxValue);

    private async Task<(WalletId WalletId, IReadOnlyList<WalletTransaction> History)> OpenWithBackdatedHistoryAsync(Random random, int count)
    {
        var walletId = await OpenWithAsync(1_000m);
        var other = await OpenWithAsync(1_000m, "other");
        for (var i = 0; i < count; i++)
        {
            Time.Advance(TimeSpan.FromTicks(random.Next(3) * 10));

            // Few different value dates, so that some transactions have the same one.
            DateTimeOffset? effective = random.Next(3) == 0 ? null : Time.GetUtcNow().AddHours(-random.Next(20));
            await DoAsync(random.Next(4) switch
            {
                0 => new Deposit(walletId, 2m) { EffectiveAt = effective },
                1 => new Withdraw(walletId, 1m) { EffectiveAt = effective },
                2 => new Transfer(other, walletId, 1m) { EffectiveAt = effective },
                _ => new Transfer(walletId, other, 3m) { EffectiveAt = effective },
            });
        }

        return (walletId, await HistoryAsync(walletId));
    }

    // Places of transactions and places beside them.
    private static BackdatedPlace? RandomPlace(Random random, IReadOnlyList<WalletTransaction> history)
    {
        var some = history[random.Next(history.Count)];
        return random.Next(4) == 0 ? null : new((some.EffectiveAt ?? some.CreatedAt).AddTicks(random.Next(-12, 13)), random.Next(3) == 0 ? random.Next(history.Count + 3) : some.Version);
    }
}
