using WalletKit.Commands;
using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_batch_commits_all_of_its_commands_each_seeing_the_ones_before_it(string store)
    {
        await using var host = new TestWallets(store);
        var (source, target) = await OpenTwoAsync(host, "USD");

        var result = await host.Wallets.ExecuteAsync(
            [new Transfer(source.Id, target.Id, 100m), new Withdraw(target.Id, 90m), new FreezeWallet(target.Id), new Deposit(target.Id, 1m)], cancellationToken: Token);

        Assert.Equal((null, -1, 4), (result.Refusal, result.RefusedIndex, result.Results.Length));
        Assert.All(result.Results, each => Assert.False(each.Replayed));
        Assert.Equal([100m, 10m], [result.Results[0].Transactions[1].BalanceAfter, result.Results[1].Transaction!.BalanceAfter]);
        Assert.Equal((WalletEventType.Frozen, 11m), (result.Results[2].Event!.Type, result.Results[3].Wallet!.Balance));
        Assert.Equal(result.Results[3].Wallet, await host.Wallets.GetWalletAsync(target.Id, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_refused_batch_changes_nothing_and_says_which_command_was_refused_and_why(string store)
    {
        await using var host = new TestWallets(store);
        var (source, target) = await OpenTwoAsync(host, "USD");
        (int Index, string Code, WalletCommand[] Commands)[] refused =
        [
            (1, "insufficient_funds", [new Deposit(source.Id, 1m), new Withdraw(source.Id, 102m), new Deposit(target.Id, 1m)]),
            (0, "wallet_not_found", [new Deposit(new WalletId(Guid.CreateVersion7()), 1m), new Deposit(target.Id, 1m)]),
            (2, "invalid_amount", [new Deposit(source.Id, 1m), new Deposit(target.Id, 1m), new Deposit(target.Id, 0m)]),
            (1, "concurrency_conflict", [new Deposit(source.Id, 1m), new Deposit(source.Id, 1m) { ExpectedVersion = source.Version }]),
            (1, "idempotency_conflict", [new Deposit(source.Id, 1m) { IdempotencyKey = "key" }, new Deposit(source.Id, 2m) { IdempotencyKey = "key" }]),
        ];

        foreach (var (index, code, commands) in refused)
        {
            var result = await host.Wallets.ExecuteAsync(commands, new() { IdempotencyKey = "batch" }, Token);
            Assert.Equal((index, code), (result.RefusedIndex, result.Refusal?.Code));
            Assert.Empty(result.Results);
        }

        Assert.Equal((source, target), (await host.Wallets.GetWalletAsync(source.Id, Token), await host.Wallets.GetWalletAsync(target.Id, Token)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_batch_under_a_key_is_done_once_and_answered_alike(string store)
    {
        await using var host = new TestWallets(store);
        var (source, target) = await OpenTwoAsync(host, "USD");
        WalletCommand[] commands = [new Transfer(source.Id, target.Id, 60m), new PlaceHold(source.Id, 40m), new SetCreditLimit(target.Id, 5m), new Deposit(target.Id, 1m)];
        var options = new BatchOptions { IdempotencyKey = "order-7" };

        var first = await host.Wallets.ExecuteAsync(commands, options, Token);
        var again = await host.Wallets.ExecuteAsync(commands, options, Token);
        var other = await host.Wallets.ExecuteAsync(commands[..3], options, Token);
        var single = await Assert.ThrowsAsync<IdempotencyConflictException>(() => host.Wallets.DepositAsync(source.Id, 1m, new() { IdempotencyKey = "order-7" }, Token));

        Assert.All(first.Results, result => Assert.False(result.Replayed));
        Assert.All(again.Results, result => Assert.True(result.Replayed));
        Assert.Equal(first.Results.SelectMany(result => result.Transactions), again.Results.SelectMany(result => result.Transactions));
        Assert.Equal((first.Results[1].Hold, first.Results[2].Event), (again.Results[1].Hold, again.Results[2].Event));
        Assert.Equal(("idempotency_conflict", -1), (other.Refusal?.Code, other.RefusedIndex));
        Assert.Equal(first.Results[0].Transaction!.Id, single.Recorded);
        Assert.Equal(61m, (await host.Wallets.GetBalanceAsync(target.Id, Token)).Balance);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_key_that_a_command_of_the_batch_has_taken_refuses_the_batch(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        var result = await host.Wallets.ExecuteAsync(
            [new Deposit(wallet.Id, 1m), new Deposit(wallet.Id, 1m) { IdempotencyKey = "key" }], new() { IdempotencyKey = "key" }, Token);

        Assert.Equal(("invalid_input", -1), (result.Refusal?.Code, result.RefusedIndex));
        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
        Assert.False((await host.Wallets.DepositAsync(wallet.Id, 1m, new() { IdempotencyKey = "key" }, Token)).Replayed);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_malformed_key_of_a_batch_refuses_it_as_a_whole(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var opening = new OpenWallet(new WalletId(Guid.CreateVersion7()), "user-2", wallet.Currency);

        foreach (var (command, key) in new (WalletCommand, string)[] { (new Deposit(wallet.Id, 1m), ""), (new Deposit(wallet.Id, 1m), new string('k', 201)), (opening, "key") })
        {
            var result = await host.Wallets.ExecuteAsync([command], new() { IdempotencyKey = key }, Token);
            Assert.Equal(("idempotencyKey", -1), (Assert.IsType<InvalidInputException>(result.Refusal).Field, result.RefusedIndex));
        }

        Assert.Null(await host.Wallets.FindWalletAsync("user-2", cancellationToken: Token));
        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_actor_of_a_batch_is_the_actor_of_each_command_without_one(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        WalletCommand[] commands = [new Deposit(wallet.Id, 1m), new Withdraw(wallet.Id, 1m) { Actor = "own" }, new FreezeWallet(wallet.Id)];

        var first = await host.Wallets.ExecuteAsync(commands, new() { Actor = "job", IdempotencyKey = "key" }, Token);
        var again = await host.Wallets.ExecuteAsync(commands, new() { Actor = "another job", IdempotencyKey = "key" }, Token);

        var history = await host.Wallets.StreamTransactionsAsync(wallet.Id, HistoryOrder.OldestFirst, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal([null, "job", "own"], history.Select(transaction => transaction.Actor));
        Assert.Equal("job", (await host.Wallets.StreamEventsAsync(wallet.Id, cancellationToken: Token).SingleAsync(Token)).Actor);
        Assert.Equal((null, null), (first.Refusal, again.Refusal));
        Assert.All(again.Results, result => Assert.True(result.Replayed));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_malformed_actor_of_a_batch_refuses_it_as_a_whole(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        foreach (var actor in (string[])["", new string('a', 201), "\uD800"])
        {
            var result = await host.Wallets.ExecuteAsync([new Deposit(wallet.Id, 1m) { Actor = "own" }], new() { Actor = actor }, Token);
            Assert.Equal(("actor", -1), (Assert.IsType<InvalidInputException>(result.Refusal).Field, result.RefusedIndex));
        }

        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_batch_may_record_expired_holds_under_a_key_too(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        await host.Wallets.PlaceHoldAsync(wallet.Id, 60m, new() { ExpiresIn = TimeSpan.FromMinutes(1) }, Token);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        WalletCommand[] commands = [new ExpireHolds(wallet.Id), new Withdraw(wallet.Id, 100m)];

        var first = await host.Wallets.ExecuteAsync(commands, new() { IdempotencyKey = "key" }, Token);
        var again = await host.Wallets.ExecuteAsync(commands, new() { IdempotencyKey = "key" }, Token);

        Assert.Equal((null, null), (first.Refusal, again.Refusal));
        Assert.Equal([false, false, true, true], first.Results.Concat(again.Results).Select(result => result.Replayed));
    }

    [Fact]
    public async Task A_batch_has_1_to_1000_commands_of_a_host()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithAsync(100m);
        WalletCommand deposit = new Deposit(wallet.Id, 1m);
        (string Field, WalletCommand?[] Commands)[] refused =
        [
            ("commands", []),
            ("commands", [.. Enumerable.Repeat(deposit, 1_001)]),
            ("commands[1]", [deposit, null]),
            ("commands[0]", [new PayRebate(new(wallet.Id, 1), 1m), deposit]),
        ];

        foreach (var (field, commands) in refused)
        {
            Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ExecuteAsync(commands!, cancellationToken: Token))).Field);
        }

        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Wallets.ExecuteAsync(null!, cancellationToken: Token));
        Assert.Equal(1_000, (await host.Wallets.ExecuteAsync([.. Enumerable.Repeat(deposit, 1_000)], cancellationToken: Token)).Results.Length);
        Assert.Equal(1_100m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Balance);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Deposits_of_a_batch_earn_rebates_that_are_paid_at_once(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;

        var result = await host.Wallets.ExecuteAsync([new Deposit(wallet.Id, 100m), new Deposit(wallet.Id, 300m)], cancellationToken: Token);

        await host.Get<RebateSignal>().WaitAsync(Token).AsTask().WaitAsync(s_guard, Token);
        Assert.All(result.Results, each => Assert.Equal(RebateStatus.Pending, each.Rebate!.Status));
        Assert.Equal(2, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
        Assert.Equal(404m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Balance);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_batch_looks_up_the_rate_of_each_transfer_that_lacks_one(string store)
    {
        var rates = new TestRates();
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var (source, target) = await OpenTwoAsync(host, "EUR");
        WalletCommand[] commands =
        [
            new Transfer(source.Id, target.Id, 10m),
            new Transfer(source.Id, target.Id, 10m) { Rate = 0.5m },
            new Transfer(target.Id, source.Id, 2m),
        ];
        var options = new BatchOptions { IdempotencyKey = "key" };

        var result = await host.Wallets.ExecuteAsync(commands, options, Token);
        rates.Rate = 7m;
        var again = await host.Wallets.ExecuteAsync(commands, options, Token);

        Assert.Equal(["USD to EUR", "EUR to USD"], rates.Asked);
        Assert.Equal([0.9m, 0.5m, 0.9m], result.Results.Select(each => each.Transaction!.Links.Exchange!.Rate));
        Assert.Equal(result.Results.SelectMany(each => each.Transactions), again.Results.SelectMany(each => each.Transactions));
        Assert.Equal((81.8m, 12m), (again.Results[2].Transactions[1].BalanceAfter, (await host.Wallets.GetBalanceAsync(target.Id, Token)).Balance));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_batch_whose_transfer_has_no_rate_is_refused_for_it(string store)
    {
        var rates = new TestRates { Rate = null };
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var (source, target) = await OpenTwoAsync(host, "EUR");

        var result = await host.Wallets.ExecuteAsync([new Deposit(source.Id, 1m), new Transfer(source.Id, target.Id, 10m)], cancellationToken: Token);

        Assert.Equal((1, "currency_mismatch"), (result.RefusedIndex, result.Refusal?.Code));
        Assert.Equal(source, await host.Wallets.GetWalletAsync(source.Id, Token));
    }

    /// <summary>One wallet with 100.00 US dollars, and one with nothing in another currency or the same.</summary>
    private static async Task<(Wallet Source, Wallet Target)> OpenTwoAsync(TestWallets host, string currency) =>
        (await host.OpenWithAsync(100m), (await host.Wallets.OpenAsync("user-2", currency, cancellationToken: Token)).Wallet);
}
