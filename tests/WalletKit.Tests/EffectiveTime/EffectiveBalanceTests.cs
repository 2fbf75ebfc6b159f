namespace WalletKit.Tests.EffectiveTime;

/// <summary>Balances and statements by effective time.</summary>
public sealed class EffectiveBalanceTests
{
    private readonly int _seed = Seed.OfCommands();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_balance_by_effective_time_has_what_was_back_dated_later_and_a_balance_by_recorded_time_has_not(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(10m);
        var first = host.Time.GetUtcNow();
        host.Time.Advance(TimeSpan.FromDays(9));
        await host.Wallets.DepositAsync(wallet.Id, 5m, new() { EffectiveAt = first.AddDays(3) }, Token);
        await host.Wallets.WithdrawAsync(wallet.Id, 1m, new() { EffectiveAt = first.AddDays(-2) }, Token);

        foreach (var (days, effective, recorded) in ((double, decimal, decimal)[])[(-3, 0m, 0m), (-2, -1m, 0m), (0, 9m, 10m), (2.9, 9m, 10m), (3, 14m, 10m), (8.9, 14m, 10m), (9, 14m, 14m), (400, 14m, 14m)])
        {
            Assert.Equal(effective, await host.Wallets.GetBalanceAsOfAsync(wallet.Id, first.AddDays(days), TimeBasis.Effective, Token));
            Assert.Equal(recorded, await host.Wallets.GetBalanceAsOfAsync(wallet.Id, first.AddDays(days), TimeBasis.Recorded, Token));
        }
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Any_balance_and_any_statement_by_effective_time_is_what_a_plain_sum_says(string store)
    {
        await using var host = new TestWallets(store);
        var random = new Random(_seed);
        var history = await BackdatedHistory.OpenAsync(host, random, 120);
        for (var round = 0; round < 150; round++)
        {
            var (one, other) = (history.RandomTime(random), history.RandomTime(random));
            var (since, until) = one < other ? (one, other) : (other, one);
            var what = $"Seed {_seed}, round {round}: {since:O} to {until:O}";

            var statement = await host.Wallets.GetStatementAsync(history.WalletId, since, until, TimeBasis.Effective, Token);
            var entries = await statement.Entries.ToListAsync(Token);

            Assert.True(history.BalanceAt(one) == await host.Wallets.GetBalanceAsOfAsync(history.WalletId, one, TimeBasis.Effective, Token), what);
            Assert.True(history.Between(since, until).SequenceEqual(entries), what);
            Assert.Equal((entries.Count, false, TimeBasis.Effective), (statement.Count, statement.IsFinal, statement.Basis));
            Assert.Equal((since, until, "USD"), (statement.From, statement.To, statement.Currency.Code));
            Assert.True(history.Between(DateTimeOffset.MinValue, since).Sum(transaction => transaction.Amount) == statement.OpeningBalance, what);
            Assert.True(statement.OpeningBalance + entries.Sum(transaction => transaction.Amount) == statement.ClosingBalance, what);
        }
    }

    [Fact]
    public async Task A_statement_by_effective_time_keeps_its_entries_while_others_are_recorded()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var history = await BackdatedHistory.OpenAsync(host, new Random(_seed), 60);
        var statement = await host.Wallets.GetStatementAsync(history.WalletId, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeBasis.Effective, Token);

        await host.Wallets.DepositAsync(history.WalletId, 1m, new() { EffectiveAt = host.Time.GetUtcNow().AddDays(-3) }, Token);
        await host.Wallets.DepositAsync(history.WalletId, 1m, cancellationToken: Token);

        Assert.Equal(history.Ordered, await statement.Entries.ToListAsync(Token));
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_balance_by_effective_time_is_exact_even_past_the_range_of_a_balance(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        var (before, most) = (host.Time.GetUtcNow().AddDays(-1), wallet.Currency.MaxBalance);
        for (var i = 0; i < 3; i++)
        {
            await host.Wallets.DepositAsync(wallet.Id, most, new() { EffectiveAt = before }, Token);
            await host.Wallets.WithdrawAsync(wallet.Id, most, cancellationToken: Token);
        }

        Assert.Equal(3 * most, await host.Wallets.GetBalanceAsOfAsync(wallet.Id, before, TimeBasis.Effective, Token));
        Assert.Equal((0m, 3 * most), await PeriodAsync(before, host.Time.GetUtcNow()));
        Assert.Equal((3 * most, 0m), await PeriodAsync(host.Time.GetUtcNow(), DateTimeOffset.MaxValue));
        Assert.Equal("0.00", FormattableString.Invariant($"{await host.Wallets.GetBalanceAsOfAsync(wallet.Id, DateTimeOffset.MinValue, TimeBasis.Effective, Token)}"));

        async Task<(decimal Opening, decimal Closing)> PeriodAsync(DateTimeOffset since, DateTimeOffset until)
        {
            var statement = await host.Wallets.GetStatementAsync(wallet.Id, since, until, TimeBasis.Effective, Token);
            return (statement.OpeningBalance, statement.ClosingBalance);
        }
    }

    [Fact]
    public async Task A_time_that_is_neither_is_refused_by_name()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var (wallet, now) = ((await host.OpenWithAsync(1m)).Id, host.Time.GetUtcNow());
        foreach (var call in (Func<Task>[])
            [
                () => host.Wallets.GetBalanceAsOfAsync(wallet, now, (TimeBasis)7, Token),
                () => host.Wallets.GetStatementAsync(wallet, now, now, (TimeBasis)7, Token),
                () => host.Wallets.ListTransactionsAsync(wallet, new() { Basis = (TimeBasis)7 }, Token),
                () => host.Wallets.StreamTransactionsAsync(wallet, basis: (TimeBasis)7, cancellationToken: Token).CountAsync(Token).AsTask(),
            ])
        {
            var refusal = await Assert.ThrowsAsync<InvalidInputException>(call);
            Assert.Equal("basis", refusal.Field);
            Assert.Contains("must be Recorded or Effective", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wallet_that_does_not_exist_has_no_balance_and_no_statement_by_effective_time()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var nowhere = new WalletId(Guid.CreateVersion7());

        await Assert.ThrowsAsync<WalletNotFoundException>(() => host.Wallets.GetBalanceAsOfAsync(nowhere, DateTimeOffset.MaxValue, TimeBasis.Effective, Token));
        await Assert.ThrowsAsync<WalletNotFoundException>(() => host.Wallets.GetStatementAsync(nowhere, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeBasis.Effective, Token));
        await Assert.ThrowsAsync<WalletNotFoundException>(() => host.Wallets.ListTransactionsAsync(nowhere, new() { Basis = TimeBasis.Effective }, Token));
    }
}
