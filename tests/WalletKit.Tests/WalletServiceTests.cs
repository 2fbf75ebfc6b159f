using WalletKit.Commands;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Stores => [TestWallets.InMemory, TestWallets.Sqlite];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_deposit_shows_at_once_and_its_rebate_once_it_is_processed(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;

        var deposit = await host.Wallets.DepositAsync(wallet.Id, 100m, cancellationToken: Token);
        var before = await host.Wallets.GetBalanceAsync(wallet.Id, Token);
        var pass = await host.Rebates.ProcessPendingAsync(Token);
        var after = await host.Wallets.GetBalanceAsync(wallet.Id, Token);

        Assert.Equal((100.00m, 2L, false), (deposit.Balance, deposit.Version, deposit.Replayed));
        Assert.Equal((100.00m, 100.00m, 2L), (before.Balance, before.Available, before.Version));
        Assert.Equal(new RebatePass { Paid = 1, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, pass);
        Assert.Equal((101.00m, 101.00m, 3L), (after.Balance, after.Available, after.Version));
        Assert.Equal("101.00", after.Balance.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(RebateStatus.Paid, (await host.Rebates.FindAsync(deposit.Transaction.Id, Token))!.Status);
        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await host.Rebates.ProcessPendingAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Processing_at_once_pays_each_rebate_once(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        for (var i = 0; i < 20; i++)
        {
            await host.Wallets.DepositAsync(wallet.Id, 100m, cancellationToken: Token);
        }

        var passes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => host.Rebates.ProcessPendingAsync(Token), Token))).WaitAsync(s_guard, Token);

        Assert.Equal(20, passes.Sum(pass => pass.Paid));
        Assert.Equal(2_020m, (await host.Wallets.GetWalletAsync(wallet.Id, Token)).Balance);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_withdrawal_beyond_the_balance_is_refused_and_changes_nothing(string store)
    {
        await using var host = new TestWallets(store);
        var before = await host.OpenWithAsync(30m);

        var refusal = await Assert.ThrowsAsync<InsufficientFundsException>(() => host.Wallets.WithdrawAsync(before.Id, 30.01m, cancellationToken: Token));

        Assert.Equal(("insufficient_funds", 30m, 30.01m), (refusal.Code, refusal.Available, refusal.Requested));
        Assert.Equal(before, await host.Wallets.GetWalletAsync(before.Id, Token));
        Assert.Equal(0m, (await host.Wallets.WithdrawAsync(before.Id, 30m, cancellationToken: Token)).Balance);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_options_of_a_call_reach_the_transaction(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var options = new WithdrawOptions
        {
            IdempotencyKey = "order-7",
            ExpectedVersion = wallet.Version,
            Currency = "USD",
            Reference = "order 7",
            Metadata = new Dictionary<string, string> { ["shop"] = "Zürich", ["basket"] = "🧺" },
        };

        var first = await host.Wallets.WithdrawAsync(wallet.Id, 30m, options, Token);
        var again = await host.Wallets.WithdrawAsync(wallet.Id, 30.0m, options, Token);

        Assert.Equal(("order 7", "Zürich", "🧺"), (first.Transaction.Reference, first.Transaction.Metadata["shop"], first.Transaction.Metadata["basket"]));
        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(first.Transaction, again.Transaction);
        await Assert.ThrowsAsync<IdempotencyConflictException>(() => host.Wallets.WithdrawAsync(wallet.Id, 31m, options, Token));
        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => host.Wallets.DepositAsync(wallet.Id, 1m, new() { ExpectedVersion = wallet.Version }, Token));
        await Assert.ThrowsAsync<CurrencyMismatchException>(() => host.Wallets.DepositAsync(wallet.Id, 1m, new() { Currency = "EUR" }, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Wallets_are_found_by_name_and_listed_by_owner(string store)
    {
        await using var host = new TestWallets(store);
        var spare = (await host.Wallets.OpenAsync("user-1", "EUR", "spare", cancellationToken: Token)).Wallet;
        var main = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token);

        Assert.Equal(main, (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet);
        Assert.Equal(main, await host.Wallets.FindWalletAsync("user-1", cancellationToken: Token));
        Assert.Equal(spare, await host.Wallets.FindWalletAsync("user-1", "spare", Token));
        Assert.Null(await host.Wallets.FindWalletAsync("user-1", "other", Token));
        Assert.Equal([main, spare], (await host.Wallets.ListWalletsAsync("user-1", cancellationToken: Token)).Wallets);
        Assert.Empty((await host.Wallets.ListWalletsAsync("user-3", cancellationToken: Token)).Wallets);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Opening_is_refused_in_another_currency_an_unknown_one_or_without_an_owner(string store)
    {
        await using var host = new TestWallets(store);
        await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token);

        await Assert.ThrowsAsync<CurrencyMismatchException>(() => host.Wallets.OpenAsync("user-1", "EUR", cancellationToken: Token));
        Assert.Equal("ABC", (await Assert.ThrowsAsync<UnknownCurrencyException>(() => host.Wallets.OpenAsync("user-1", "ABC", cancellationToken: Token))).Currency);
        await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.OpenAsync("", "USD", cancellationToken: Token));
        Assert.Single((await host.Wallets.ListWalletsAsync("user-1", cancellationToken: Token)).Wallets);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_call_on_an_unknown_wallet_says_that_there_is_none(string store)
    {
        await using var host = new TestWallets(store);
        var unknown = new WalletId(Guid.CreateVersion7());
        Func<Task>[] calls =
        [
            () => host.Wallets.DepositAsync(unknown, 1m, cancellationToken: Token),
            () => host.Wallets.WithdrawAsync(unknown, 1m, cancellationToken: Token),
            () => host.Wallets.GetWalletAsync(unknown, Token),
            () => host.Wallets.GetBalanceAsync(unknown, Token),
            () => host.Wallets.ListTransactionsAsync(unknown, cancellationToken: Token),
            async () => await host.Wallets.StreamTransactionsAsync(unknown, cancellationToken: Token).CountAsync(Token),
        ];

        foreach (var call in calls)
        {
            var refusal = await Assert.ThrowsAsync<WalletNotFoundException>(call);
            Assert.Equal((unknown, "wallet_not_found"), (refusal.WalletId, refusal.Code));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_canceled_call_changes_nothing(string store)
    {
        await using var host = new TestWallets(store);
        var before = await host.OpenWithAsync(10m);
        var cancelled = new CancellationToken(true);
        Func<Task>[] calls =
        [
            () => host.Wallets.OpenAsync("user-9", "USD", cancellationToken: cancelled),
            () => host.Wallets.DepositAsync(before.Id, 1m, cancellationToken: cancelled),
            () => host.Wallets.WithdrawAsync(before.Id, 1m, cancellationToken: cancelled),
            () => host.Wallets.GetWalletAsync(before.Id, cancelled),
            () => host.Wallets.GetBalanceAsync(before.Id, cancelled),
            () => host.Wallets.FindWalletAsync("user-1", cancellationToken: cancelled),
            () => host.Wallets.ListWalletsAsync("user-1", cancellationToken: cancelled),
            () => host.Wallets.ListTransactionsAsync(before.Id, cancellationToken: cancelled),
            async () => await host.Wallets.StreamTransactionsAsync(before.Id, cancellationToken: cancelled).CountAsync(Token),
            () => host.Rebates.ProcessPendingAsync(cancelled),
        ];

        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Equal(before, await host.Wallets.GetWalletAsync(before.Id, Token));
        Assert.Empty((await host.Wallets.ListWalletsAsync("user-9", cancellationToken: Token)).Wallets);
        Assert.Equal(1, await host.Rebates.CountAsync(RebateStatus.Pending, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Exactly_as_many_withdrawals_at_once_succeed_as_the_balance_covers(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(50m);

        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(
            async () =>
            {
                try
                {
                    await host.Wallets.WithdrawAsync(wallet.Id, 1m, cancellationToken: Token);
                }
                catch (InsufficientFundsException)
                {
                    Interlocked.Increment(ref refused);
                }
            },
            Token))).WaitAsync(s_guard, Token);

        Assert.Equal(50, refused);
        Assert.Equal(0m, (await host.Wallets.GetWalletAsync(wallet.Id, Token)).Balance);
    }
}
