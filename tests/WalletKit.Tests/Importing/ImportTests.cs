using WalletKit.Commands;
using WalletKit.Rebates;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Running;
using WalletKit.Tests.Sections;

namespace WalletKit.Tests.Importing;

public sealed partial class ImportTests
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Stores => [TestWallets.InMemory, TestWallets.Sqlite];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Each_command_stands_for_itself_and_results_come_in_the_order_of_the_input(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var other = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        WalletCommand[] commands =
        [
            new Deposit(wallet.Id, 1m),
            new Withdraw(wallet.Id, 102m),
            new Transfer(wallet.Id, other.Id, 101m),
            new Deposit(new WalletId(Guid.CreateVersion7()), 1m),
            new Withdraw(other.Id, 0m),
            new FreezeWallet(other.Id),
            new Withdraw(other.Id, 1m),
            new Deposit(other.Id, 9m),
        ];

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), new() { MaxInFlight = 3 }, Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long)i), results.Select(result => result.Index));
        Assert.Equal(commands, results.Select(result => result.Command));
        Assert.Equal(
            [null, "insufficient_funds", null, "wallet_not_found", "invalid_amount", null, "wallet_frozen", null],
            results.Select(result => result.Result.Refusal?.Code));
        Assert.Equal((101m, 110m), (results[0].Result.Transaction!.BalanceAfter, results[7].Result.Transaction!.BalanceAfter));
        Assert.Equal((0m, 110m), (await host.BalanceAsync(wallet.Id), await host.BalanceAsync(other.Id)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Commands_of_one_wallet_are_done_in_their_order(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var commands = Enumerable.Range(0, 600).Select(WalletCommand (i) => i % 2 == 0 ? new Deposit(wallet.Id, i + 1m) : new Withdraw(wallet.Id, i));

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(1, 600).Select(i => (long)i), results.Select(result => result.Result.Transaction!.Sequence));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_empty_import_has_no_results(string store)
    {
        await using var host = new TestWallets(store);
        var progress = new Heard();

        Assert.Empty(await host.Wallets.ImportAsync(AsyncEnumerable.Empty<WalletCommand>(), new() { Progress = progress }, Token).ToListAsync(Token));
        Assert.Equal([Told(0, 0)], progress.Reports);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task No_more_is_under_way_at_once_than_was_asked_for(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var (gate, read) = (Signal(), 0);
        host.Store.BeforeCommit = _ => gate.Task;
        var commands = Enumerable.Range(0, 20).Select(WalletCommand (_) => new Deposit(wallet.Id, 1m)).Do(() => read++);

        await using var results = host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), new() { MaxInFlight = 4 }, Token).GetAsyncEnumerator(Token);
        var first = results.MoveNextAsync().AsTask();

        // The input is read on the caller's own stack, so by now the reading has gone as far as it can.
        Assert.Equal((false, 5, 4), (first.IsCompleted, read, host.Store.UnderWay));
        gate.SetResult();
        Assert.True(await first.WaitAsync(s_guard, Token));
        var count = 1;
        while (await results.MoveNextAsync())
        {
            Assert.InRange(read, count, ++count + 4);
        }

        Assert.Equal((20, 4), (count, host.Store.MostUnderWay));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_import_of_any_length_keeps_only_the_commands_under_way(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var read = 0;
        var commands = Enumerable.Range(0, 3_000).Select(WalletCommand (_) => new Deposit(wallet.Id, 1m)).Do(() => read++);

        await foreach (var result in host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), new() { MaxInFlight = 100 }, Token))
        {
            Assert.InRange(read - result.Index, 1, 101);
        }

        Assert.Equal((3_000, 3_000m), (read, await host.BalanceAsync(wallet.Id)));
        Assert.InRange(host.Store.MostUnderWay, 1, 100);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Progress_is_told_each_time_as_much_as_is_under_way_is_done_and_at_the_end(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var commands = Enumerable.Range(0, 10).Select(WalletCommand (i) => i % 5 == 4 ? new Withdraw(wallet.Id, 100m) : new Deposit(wallet.Id, 1m));
        var progress = new Heard();

        await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), new() { MaxInFlight = 4, Progress = progress }, Token).CountAsync(Token);

        Assert.Equal([Told(4, 0), Told(7, 1), Told(8, 2)], progress.Reports);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_consumer_that_stops_early_leaves_nothing_running(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var (gate, full, handedOver, progress) = (Signal(), Signal(), 0, new Heard());
        host.Store.BeforeCommit = _ =>
        {
            var number = Interlocked.Increment(ref handedOver);
            if (number == 4)
            {
                full.SetResult();
            }

            return number == 1 ? full.Task : gate.Task;
        };

        var results = host.Wallets.ImportAsync(Endless(wallet.Id), new() { MaxInFlight = 4, Progress = progress }, Token).GetAsyncEnumerator(Token);
        Assert.True(await results.MoveNextAsync());
        var stopping = results.DisposeAsync().AsTask();
        var hasStoppedEarly = stopping.IsCompleted;
        gate.SetResult();
        await stopping.WaitAsync(s_guard, Token);

        Assert.Equal((false, 4, 0), (hasStoppedEarly, handedOver, host.Store.UnderWay));
        Assert.Equal(4m, await host.BalanceAsync(wallet.Id));
        Assert.Equal(Told(1, 0), progress.Reports[^1]);
    }

    [Theory]
    [InlineData(TestWallets.InMemory, true)]
    [InlineData(TestWallets.InMemory, false)]
    [InlineData(TestWallets.Sqlite, true)]
    [InlineData(TestWallets.Sqlite, false)]
    public async Task A_cancellation_ends_it_and_leaves_nothing_running(string store, bool ofTheCall)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (call, enumeration) = ofTheCall ? (cancellation.Token, Token) : (Token, cancellation.Token);
        var yielded = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in host.Wallets.ImportAsync(Endless(wallet.Id), new() { MaxInFlight = 4 }, call).WithCancellation(enumeration))
            {
                if (++yielded == 10)
                {
                    await cancellation.CancelAsync();
                }
            }
        }).WaitAsync(s_guard, Token);

        // The results of commands that were handed over before are returned, and no others.
        Assert.InRange(yielded, 10, 14);
        Assert.Equal((yielded, 0), (await host.BalanceAsync(wallet.Id), host.Store.UnderWay));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_failure_of_the_store_comes_after_the_results_before_it_and_leaves_nothing_running(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var handedOver = 0;
        host.Store.BeforeCommit = _ => Interlocked.Increment(ref handedOver) == 6 ? throw new WalletStoreException(StoreFailure.Busy, "the store is busy.") : Task.CompletedTask;
        var indexes = new List<long>();

        var failure = await Assert.ThrowsAsync<WalletStoreException>(async () =>
        {
            await foreach (var result in host.Wallets.ImportAsync(Endless(wallet.Id), new() { MaxInFlight = 4 }, Token))
            {
                indexes.Add(result.Index);
            }
        }).WaitAsync(s_guard, Token);

        Assert.Equal((StoreFailure.Busy, 0), (failure.Failure, host.Store.UnderWay));
        Assert.Equal([0L, 1, 2, 3, 4], indexes);
        Assert.Equal(handedOver - 1m, await host.BalanceAsync(wallet.Id));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_source_that_fails_ends_it_and_leaves_nothing_running(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var commands = Enumerable.Range(0, 20).Select(WalletCommand (i) => i == 8 ? throw new InvalidDataException() : new Deposit(wallet.Id, 1m));

        await Assert.ThrowsAsync<InvalidDataException>(async () => await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).CountAsync(Token));

        Assert.Equal((0, 8m), (host.Store.UnderWay, await host.BalanceAsync(wallet.Id)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Deposits_earn_rebates_where_it_is_asked_for_and_these_are_paid_at_once(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;

        await host.Wallets.ImportAsync(new[] { new Deposit(wallet.Id, 100m), new Deposit(wallet.Id, 200m) }.ToAsyncEnumerable(), new() { EarnsRebates = true }, Token).CountAsync(Token);

        await host.Get<RebateSignal>().WaitAsync(Token).AsTask().WaitAsync(s_guard, Token);
        Assert.Equal(2, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
        Assert.Equal(303m, await host.BalanceAsync(wallet.Id));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Rates_are_looked_up_for_transfers_that_lack_one(string store)
    {
        var rates = new TestRates { Rate = 0.5m };
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var wallet = await host.OpenWithAsync(100m);
        var euros = (await host.Wallets.OpenAsync("user-2", "EUR", cancellationToken: Token)).Wallet;
        Transfer[] commands = [new(wallet.Id, euros.Id, 10m), new(wallet.Id, euros.Id, 10m) { Rate = 2m }];

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(["USD to EUR"], rates.Asked);
        Assert.All(results, result => Assert.Null(result.Result.Refusal));
        Assert.Same(commands[0], results[0].Command);
        Assert.Equal(25m, await host.BalanceAsync(euros.Id));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Repeated_with_a_key_on_each_command_it_changes_nothing_more(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var commands = Enumerable.Range(0, 50).Select(WalletCommand (i) => new Deposit(wallet.Id, 1m) { IdempotencyKey = $"row {i}" }).ToArray();

        var first = await host.Wallets.ImportAsync(commands.Take(30).ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);
        var again = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(30, again.Count(result => result.Result.Replayed));
        Assert.Equal(first.Select(result => result.Result.Transaction), again.Take(30).Select(result => result.Result.Transaction));
        Assert.Equal(50m, await host.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_invalid_command_ends_an_import_after_the_results_before_it(bool isNull)
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithAsync(100m);
        WalletCommand?[] commands = [new Deposit(wallet.Id, 1m), isNull ? null : new PayRebate(new(wallet.Id, 1), 1m), new Deposit(wallet.Id, 1m)];
        var yielded = 0;

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(async () =>
        {
            await foreach (var result in host.Wallets.ImportAsync(commands.ToAsyncEnumerable()!, cancellationToken: Token))
            {
                yielded++;
            }
        });

        Assert.Equal(("command", 1), (refusal.Field, yielded));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(100_001)]
    public async Task More_or_less_under_way_than_there_can_be_is_refused_before_anything_is_read(int maxInFlight)
    {
        await using var host = new TestWallets(TestWallets.InMemory);

        Assert.Equal("maxInFlight", Assert.Throws<InvalidInputException>(() => host.Wallets.ImportAsync(Endless(default), new() { MaxInFlight = maxInFlight }, Token)).Field);
        Assert.Throws<ArgumentNullException>(() => host.Wallets.ImportAsync(null!, cancellationToken: Token));
        Assert.NotNull(host.Wallets.ImportAsync(Endless(default), new() { MaxInFlight = 100_000 }, Token));
    }

    private static async IAsyncEnumerable<WalletCommand> Endless(WalletId walletId)
    {
        while (true)
        {
            yield return new Deposit(walletId, 1m);
            await Task.CompletedTask;
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ImportProgress Told(long committed, long refused) => new() { Committed = committed, Refused = refused };

    private sealed class Heard : IProgress<ImportProgress>
    {
        public List<ImportProgress> Reports { get; } = [];

        public void Report(ImportProgress value) => Reports.Add(value);
    }
}

internal static class Watching
{
    /// <summary>Runs an action at each element, right before the element is passed on.</summary>
    public static IEnumerable<T> Do<T>(this IEnumerable<T> source, Action action) => source.Select(element =>
    {
        action();
        return element;
    });
}
