using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Samples.Tests.Operations;

public sealed class ReadingExamples
{
    [Fact]
    public async Task A_history_is_read_page_by_page()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);
        await wallets.WithdrawAsync(wallet.Id, 1m);
        await wallets.WithdrawAsync(wallet.Id, 2m);

        // [example: history-pages]
        var page = await wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 2 });                             // the newest two
        var next = await wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 2, Cursor = page.NextCursor });   // the two before
        // [end]

        Assert.Equal([3L, 2], page.Transactions.Select(transaction => transaction.Sequence));
        Assert.Equal([1L], next.Transactions.Select(transaction => transaction.Sequence));
        Assert.Null(next.NextCursor);
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 1_001 }));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.ListTransactionsAsync(wallet.Id, new() { Cursor = page.NextCursor, Order = HistoryOrder.OldestFirst }));
        await Assert.ThrowsAsync<WalletNotFoundException>(() => wallets.ListTransactionsAsync(default));
    }

    [Fact]
    public async Task A_history_is_filtered_by_type_reference_and_time()
    {
        await using var scene = new Scene();
        var (wallets, clock) = (scene.Wallets, scene.Clock);
        var wallet = await scene.OpenAsync(100m);
        await wallets.WithdrawAsync(wallet.Id, 1m, new() { Reference = "order-7" });
        clock.Advance(TimeSpan.FromDays(31));
        await wallets.WithdrawAsync(wallet.Id, 2m, new() { Reference = "order-7" });

        // [example: history-filter]
        var filter = new HistoryFilter
        {
            Types = [TransactionType.Withdrawal, TransactionType.Capture],
            Reference = "order-7",
            From = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),    // included
            To = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero),      // not included
        };
        var page = await wallets.ListTransactionsAsync(wallet.Id, new() { Filter = filter });
        // [end]

        Assert.Equal([2L], page.Transactions.Select(transaction => transaction.Sequence));
    }

    [Fact]
    public async Task A_whole_history_is_a_stream()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);
        await wallets.WithdrawAsync(wallet.Id, 30m);

        // [example: history-stream]
        await foreach (var transaction in wallets.StreamTransactionsAsync(wallet.Id, HistoryOrder.OldestFirst))
        {
            Console.WriteLine($"{transaction.Sequence} {transaction.Type} {transaction.Amount} {transaction.BalanceAfter}");
        }
        // [end]

        Assert.Equal([1L, 2], await wallets.StreamTransactionsAsync(wallet.Id, HistoryOrder.OldestFirst).Select(transaction => transaction.Sequence).ToListAsync());
    }

    [Fact]
    public async Task A_balance_can_be_asked_for_as_it_stood()
    {
        await using var scene = new Scene();
        var (wallets, clock) = (scene.Wallets, scene.Clock);
        var wallet = await scene.OpenAsync(100m);
        clock.Advance(TimeSpan.FromDays(31));
        await wallets.WithdrawAsync(wallet.Id, 30m);

        // [example: balance-as-of]
        var balance = await wallets.GetBalanceAsOfAsync(wallet.Id, new DateTimeOffset(2026, 3, 31, 23, 59, 59, TimeSpan.Zero));   // 100.00
        // [end]

        Assert.Equal(100m, balance);
        Assert.Equal(0m, await wallets.GetBalanceAsOfAsync(wallet.Id, DateTimeOffset.UnixEpoch));
        await Assert.ThrowsAsync<WalletNotFoundException>(() => wallets.GetBalanceAsOfAsync(default, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task A_statement_leads_from_its_opening_balance_to_its_closing_one()
    {
        await using var scene = new Scene();
        var (wallets, clock) = (scene.Wallets, scene.Clock);
        var wallet = await scene.OpenAsync(100m);
        await wallets.WithdrawAsync(wallet.Id, 30m);
        clock.Advance(TimeSpan.FromDays(31));
        await wallets.WithdrawAsync(wallet.Id, 5m);

        // [example: statement]
        var march = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var statement = await wallets.GetStatementAsync(wallet.Id, march, march.AddMonths(1));

        Console.WriteLine($"opening balance {statement.OpeningBalance}");
        await foreach (var entry in statement.Entries)
        {
            Console.WriteLine($"{entry.CreatedAt:u} {entry.Type} {entry.Amount}");
        }

        Console.WriteLine($"closing balance {statement.ClosingBalance}");
        // [end]

        Assert.Equal((0m, 70m, 2L), (statement.OpeningBalance, statement.ClosingBalance, statement.Count));
        Assert.Equal([100m, -30m], await statement.Entries.Select(entry => entry.Amount).ToListAsync());
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.GetStatementAsync(wallet.Id, march, march.AddTicks(-1)));
    }

    [Fact]
    public async Task A_fee_that_is_recorded_later_counts_at_its_value_date()
    {
        await using var scene = new Scene();
        var (wallets, clock) = (scene.Wallets, scene.Clock);
        var wallet = await scene.OpenAsync(100m);
        clock.Advance(TimeSpan.FromDays(31));

        // [example: effective]
        var march = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        await wallets.WithdrawAsync(wallet.Id, 12m, new() { EffectiveAt = march.AddDays(30), Reference = "fee of March" });   // recorded in April

        var balance = await wallets.GetBalanceAsOfAsync(wallet.Id, march.AddDays(30), TimeBasis.Effective);                   // with the fee
        var statement = await wallets.GetStatementAsync(wallet.Id, march, march.AddMonths(1), TimeBasis.Effective);           // with the fee
        var page = await wallets.ListTransactionsAsync(wallet.Id, new() { Basis = TimeBasis.Effective });                     // by value date
        // [end]

        Assert.Equal((88m, 100m), (balance, await wallets.GetBalanceAsOfAsync(wallet.Id, march.AddDays(30))));
        Assert.Equal((88m, 2L, false), (statement.ClosingBalance, statement.Count, statement.IsFinal));
        Assert.Equal(["fee of March", null], page.Transactions.Select(transaction => transaction.Reference));
    }

    [Fact]
    public async Task A_trial_balance_is_read_now_and_again_at_its_place()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);
        await wallets.WithdrawAsync(wallet.Id, 30m, new() { Account = "bank:eu" });

        // [example: trial-balance]
        var now = await wallets.GetTrialBalanceAsync();
        foreach (var currency in now.Currencies)
        {
            Console.WriteLine($"{currency.Currency}: wallets {currency.Wallets}");
            foreach (var account in currency.Accounts)
            {
                Console.WriteLine($"  {account.Account} {account.Total}");
            }
        }

        var again = await wallets.GetTrialBalanceAsync(now.Place);   // the same totals, at any later time
        // [end]

        var usd = Assert.Single(now.Currencies);
        Assert.Equal((true, 70m), (now.IsBalanced, usd.Wallets));
        Assert.Equal([("bank:eu", 30m), ("external", -100m)], usd.Accounts.Select(account => (account.Account, account.Total)));
        Assert.Equal((now.Place, 70m), (again.Place, again.Currencies[0].Wallets));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.GetTrialBalanceAsync("march"));
    }
}
