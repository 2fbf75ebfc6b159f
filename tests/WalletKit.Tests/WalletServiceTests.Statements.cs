using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_statement_has_what_was_there_what_happened_and_what_is_left(string store)
    {
        await using var host = new TestWallets(store);
        var (wallet, start) = await OpenWithADayApartAsync(host);

        // The first day's deposit is before the period, and the third day's is after it.
        var statement = await host.Wallets.GetStatementAsync(wallet.Id, start.AddDays(1), start.AddDays(2), cancellationToken: Token);
        var entries = await statement.Entries.ToListAsync(Token);

        Assert.Equal((wallet.Id, "USD", start.AddDays(1), start.AddDays(2)), (statement.WalletId, statement.Currency.Code, statement.From, statement.To));
        Assert.Equal((1m, 3m, 1L), (statement.OpeningBalance, statement.ClosingBalance, statement.Count));
        Assert.Equal((2m, start.AddDays(1)), (Assert.Single(entries).Amount, entries[0].CreatedAt));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_statement_of_any_period_adds_up(string store)
    {
        await using var host = new TestWallets(store);
        var (wallet, start) = await OpenWithADayApartAsync(host);
        DateTimeOffset[] times = [DateTimeOffset.MinValue, start, start.AddTicks(1), start.AddDays(1).AddTicks(-1), start.AddDays(1), start.AddDays(2), start.AddDays(9), DateTimeOffset.MaxValue];
        var all = await host.Wallets.StreamTransactionsAsync(wallet.Id, HistoryOrder.OldestFirst, cancellationToken: Token).ToListAsync(Token);

        foreach (var (since, until) in times.SelectMany(since => times.Where(until => until >= since).Select(until => (since, until))))
        {
            var statement = await host.Wallets.GetStatementAsync(wallet.Id, since, until, cancellationToken: Token);
            var entries = await statement.Entries.ToListAsync(Token);

            Assert.Equal(all.Where(each => each.CreatedAt >= since && each.CreatedAt < until), entries);
            Assert.Equal(entries.Count, statement.Count);
            Assert.Equal(all.Where(each => each.CreatedAt < since).Sum(each => each.Amount), statement.OpeningBalance);
            Assert.Equal(statement.OpeningBalance + entries.Sum(each => each.Amount), statement.ClosingBalance);
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_statement_may_begin_and_end_in_any_time_zone(string store)
    {
        await using var host = new TestWallets(store);
        var (wallet, start) = await OpenWithADayApartAsync(host);

        var west = await host.Wallets.GetStatementAsync(wallet.Id, new DateTimeOffset(DateTime.MinValue, TimeSpan.FromHours(-8)), start.AddDays(1).ToOffset(TimeSpan.FromHours(-8)), cancellationToken: Token);
        var east = await host.Wallets.GetStatementAsync(wallet.Id, start.AddDays(1).ToOffset(TimeSpan.FromHours(9)), new DateTimeOffset(DateTime.MaxValue, TimeSpan.FromHours(9)), cancellationToken: Token);

        Assert.Equal((1L, 2L), (west.Count, east.Count));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_statement_goes_past_a_page_and_leaves_out_what_comes_later(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithHistoryAsync(2_345);

        var statement = await host.Wallets.GetStatementAsync(wallet.Id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken: Token);
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);

        Assert.Equal((0m, 2_345m, 2_345L), (statement.OpeningBalance, statement.ClosingBalance, statement.Count));
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal(Sequences(2_345, HistoryOrder.OldestFirst), (await statement.Entries.ToListAsync(Token)).Select(entry => entry.Sequence));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_statement_adds_up_while_others_write(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(1m);
        var now = host.Time.GetUtcNow();
        host.Store.BeforeReadAsOf = async () => await host.CommitElsewhereAsync(new Deposit(wallet.Id, 1m));

        // A transaction that is written between the statement's reads is before or after the start of the period.
        foreach (var since in new[] { now, now.AddTicks(1) })
        {
            var statement = await host.Wallets.GetStatementAsync(wallet.Id, since, now.AddDays(1), cancellationToken: Token);
            var entries = await statement.Entries.ToListAsync(Token);

            Assert.All(entries, entry => Assert.True(entry.CreatedAt >= since, "an entry is from before the period"));
            Assert.Equal(entries.Count, statement.Count);
            Assert.Equal(statement.ClosingBalance, statement.OpeningBalance + entries.Sum(entry => entry.Amount));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_statement_that_is_enumerated_can_be_canceled(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(1m);
        var statement = await host.Wallets.GetStatementAsync(wallet.Id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken: Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entry in statement.Entries.WithCancellation(new CancellationToken(true)))
            {
                Assert.Fail("It was read.");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_statement_of_a_period_that_ends_before_it_starts_is_refused(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(1m);
        var time = host.Time.GetUtcNow();

        Assert.Equal("until", (await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.GetStatementAsync(wallet.Id, time, time.AddTicks(-1), cancellationToken: Token))).Field);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_balance_as_of_a_time_is_the_one_after_all_that_happened_until_then(string store)
    {
        await using var host = new TestWallets(store);
        var (wallet, start) = await OpenWithADayApartAsync(host);
        (DateTimeOffset Time, decimal Balance)[] expected =
        [
            (DateTimeOffset.MinValue, 0m), (start.AddTicks(-1), 0m), (start, 1m), (start.AddDays(1).AddTicks(-1), 1m), (start.AddDays(1), 3m),
            (start.AddDays(2), 7m), (DateTimeOffset.MaxValue, 7m),
        ];

        foreach (var (time, balance) in expected)
        {
            Assert.Equal(balance, await host.Wallets.GetBalanceAsOfAsync(wallet.Id, time, cancellationToken: Token));
        }

        Assert.Equal("0.00", (await host.Wallets.GetBalanceAsOfAsync(wallet.Id, DateTimeOffset.MinValue, cancellationToken: Token)).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task A_filtered_history_has_pages_of_what_is_wanted_alone(string store, HistoryOrder order)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(1_000m);
        for (var i = 0; i < 12; i++)
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            await host.Wallets.WithdrawAsync(wallet.Id, 1m, new() { Reference = $"order {i % 3}" }, Token);
            await host.Wallets.DepositAsync(wallet.Id, 2m, new() { Reference = $"order {i % 2}" }, Token);
        }

        var start = wallet.CreatedAt;
        HistoryFilter[] filters =
        [
            new(),
            new() { Types = [] },
            new() { Types = [TransactionType.Deposit] },
            new() { Types = [TransactionType.Withdrawal, TransactionType.Capture] },
            new() { Types = [TransactionType.Reversal] },
            new() { Reference = "order 1" },
            new() { Reference = "ORDER 1" },
            new() { From = start.AddMinutes(3), To = start.AddMinutes(7) },
            new() { From = start.AddMinutes(7), To = start.AddMinutes(3) },
            new() { Types = [TransactionType.Deposit], Reference = "order 0", From = start.AddMinutes(2).AddTicks(1), To = start.AddMinutes(12) },
        ];
        var all = await host.Wallets.StreamTransactionsAsync(wallet.Id, order, cancellationToken: Token).ToListAsync(Token);

        foreach (var filter in filters)
        {
            var wanted = all.Where(each =>
                (filter.Types is not { Count: > 0 } types || types.Contains(each.Type))
                && (filter.Reference is null || filter.Reference == each.Reference)
                && (filter.From is null || each.CreatedAt >= filter.From)
                && (filter.To is null || each.CreatedAt < filter.To)).ToList();
            var paged = new List<WalletTransaction>();
            string? cursor = null;
            do
            {
                var page = await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 3, Order = order, Filter = filter, Cursor = cursor }, Token);
                Assert.Equal(Math.Min(3, wanted.Count - paged.Count), page.Transactions.Count);
                paged.AddRange(page.Transactions);
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            Assert.Equal(wanted, paged);
            Assert.Equal(wanted, await host.Wallets.StreamTransactionsAsync(wallet.Id, order, filter, cancellationToken: Token).ToListAsync(Token));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_filtered_stream_goes_past_a_page(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithHistoryAsync(1);
        for (var i = 0; i < 3; i++)
        {
            await host.Wallets.ExecuteAsync([.. Enumerable.Range(0, 1_000).Select(WalletCommand (each) => each % 2 == 0 ? new Deposit(wallet.Id, 1m) : new Withdraw(wallet.Id, 1m))], cancellationToken: Token);
        }

        var read = await host.Wallets.StreamTransactionsAsync(wallet.Id, HistoryOrder.OldestFirst, new() { Types = [TransactionType.Withdrawal] }, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(1, 1_500).Select(i => (2L * i) + 1), read.Select(transaction => transaction.Sequence));
    }

    /// <summary>A wallet with deposits of 1, 2 and 4, one day apart.</summary>
    private static async Task<(Wallet Wallet, DateTimeOffset Start)> OpenWithADayApartAsync(TestWallets host)
    {
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var start = host.Time.GetUtcNow();
        foreach (var amount in new[] { 1m, 2m, 4m })
        {
            await host.Wallets.DepositAsync(wallet.Id, amount, cancellationToken: Token);
            host.Time.Advance(TimeSpan.FromDays(1));
        }

        return (wallet, start);
    }
}
