using WalletKit.Commands;
using WalletKit.Stores;
using WalletKit.Testing;
using WalletKit.Tests.Sections;

namespace WalletKit.Tests.Importing;

// The order of an import in which commands have two wallets, or rates are looked up.
public sealed partial class ImportTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task While_a_rate_is_looked_up_later_commands_of_its_two_wallets_wait_and_others_go_on(string store)
    {
        var (asked, answer) = (Signal(), Signal());
        var rates = new TestRates { Rate = 0.5m, BeforeAnswer = () => AfterAsync(asked, answer) };
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var dollars = await host.OpenWithAsync(100m);
        var euros = (await host.Wallets.OpenAsync("user-2", "EUR", cancellationToken: Token)).Wallet;
        var other = (await host.Wallets.OpenAsync("user-3", "USD", cancellationToken: Token)).Wallet;
        var (others, done) = (Signal(), 0);
        host.Store.AfterCommit = (batch, _) =>
        {
            // These are the two deposits of the unrelated wallet.
            if (batch[0].WalletId == other.Id && ++done == 2)
            {
                others.SetResult();
            }

            return Task.CompletedTask;
        };
        WalletCommand[] commands =
        [
            new Deposit(other.Id, 1m),
            new Transfer(dollars.Id, euros.Id, 90m),
            new Withdraw(dollars.Id, 10m),
            new Withdraw(euros.Id, 45m),
            new Withdraw(dollars.Id, 1m),
            new Deposit(other.Id, 2m),
        ];

        var import = host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token).AsTask();
        await Task.WhenAll(asked.Task, others.Task).WaitAsync(s_guard, Token);
        var meanwhile = (await host.BalanceAsync(dollars.Id), await host.BalanceAsync(euros.Id), await host.BalanceAsync(other.Id));
        answer.SetResult();
        var results = await import.WaitAsync(s_guard, Token);

        Assert.Equal((100m, 0m, 3m), meanwhile);
        Assert.Equal([null, null, null, null, "insufficient_funds", null], results.Select(result => result.Result.Refusal?.Code));
        Assert.Equal((2L, 3L, 2L), (results[1].Result.Transaction!.Sequence, results[2].Result.Transaction!.Sequence, results[3].Result.Transaction!.Sequence));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Commands_after_a_transfer_whose_rate_is_unavailable_are_not_done_without_it(string store)
    {
        var rates = new TestRates { BeforeAnswer = () => throw new TimeoutException() };
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var dollars = await host.OpenWithAsync(100m);
        var euros = (await host.Wallets.OpenAsync("user-2", "EUR", cancellationToken: Token)).Wallet;
        WalletCommand[] commands = [new Transfer(dollars.Id, euros.Id, 90m), new Withdraw(dollars.Id, 10m), new Deposit(euros.Id, 1m)];

        await Assert.ThrowsAsync<ExchangeRateUnavailableException>(async () => await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).CountAsync(Token));

        Assert.Equal((100m, 0m, 0), (await host.BalanceAsync(dollars.Id), await host.BalanceAsync(euros.Id), host.Store.UnderWay));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Commands_of_one_wallet_keep_their_order_while_rates_are_looked_up(string store)
    {
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => new TestRates { Rate = 2m }));
        var wallet = await host.OpenWithAsync(1_000m);
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.Wallets.OpenAsync($"other-{i}", i % 2 == 0 ? "USD" : "EUR", cancellationToken: Token)));
        var commands = Enumerable.Range(0, 400).Select(WalletCommand (i) => i % 3 == 0 ? new Deposit(wallet.Id, 1m) : new Transfer(wallet.Id, others[i % 20].Wallet.Id, 1m));

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(2, 400).Select(i => (long)i), results.Select(result => result.Result.Transaction!.Sequence));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_rate_is_looked_up_for_a_wallet_that_the_import_itself_has_just_opened(string store)
    {
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => new TestRates { Rate = 2m }));
        var wallet = await host.OpenWithAsync(100m);
        var euros = new WalletId(Guid.CreateVersion7());
        WalletCommand[] commands = [new OpenWallet(euros, "user-2", Currency.FromIso("EUR")), new Transfer(wallet.Id, euros, 10m), new Withdraw(euros, 20m)];

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.All(results, result => Assert.Null(result.Result.Refusal));
        Assert.Equal(0m, await host.BalanceAsync(euros));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_transfer_waits_for_earlier_commands_of_both_wallets_and_later_ones_wait_for_it(string store)
    {
        await using var host = new TestWallets(store);
        var (from, to) = ((await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet, (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet);
        var (fromGate, toGate, transferGate, other) = (Signal(), Signal(), Signal(), Signal());
        var third = (await host.Wallets.OpenAsync("user-3", "USD", cancellationToken: Token)).Wallet;
        var seen = new List<string>();
        host.Store.BeforeCommit = batch =>
        {
            lock (seen)
            {
                seen.Add(batch[0].Kind);
            }

            return batch[0] switch
            {
                Deposit deposit when deposit.WalletId == from.Id => fromGate.Task,
                Deposit deposit when deposit.WalletId == to.Id => toGate.Task,
                Transfer => transferGate.Task,
                _ => Task.CompletedTask,
            };
        };
        host.Store.AfterCommit = (batch, _) =>
        {
            if (batch[0].WalletId == third.Id)
            {
                other.TrySetResult();
            }

            return Task.CompletedTask;
        };
        WalletCommand[] commands =
        [
            new Deposit(from.Id, 10m),
            new Deposit(to.Id, 1m),
            new Transfer(from.Id, to.Id, 10m),
            new Withdraw(to.Id, 11m),
            new CloseWallet(from.Id),
            new Deposit(third.Id, 1m),
        ];

        var import = host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token).AsTask();
        await other.Task.WaitAsync(s_guard, Token);
        string[] beforeGates = [.. seen];
        fromGate.SetResult();
        toGate.SetResult();
        transferGate.SetResult();
        var results = await import.WaitAsync(s_guard, Token);

        Assert.Equal(["deposit", "deposit", "deposit"], beforeGates);
        Assert.Equal("transfer", seen[3]);
        Assert.All(results, result => Assert.Null(result.Result.Refusal));
    }

    // Each command of a transfer's two wallets is delayed by another time, so that a store with several paths through it would change their order.
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Transfers_keep_the_order_of_both_wallets_where_the_store_is_late_with_some(string store)
    {
        await using var host = new TestWallets(store);
        var (from, to) = ((await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet, (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet);
        host.Store.BeforeCommit = async batch =>
        {
            for (var i = 0; batch[0] is Transfer && i < 20; i++)
            {
                await Task.Yield();
            }
        };
        var commands = Enumerable.Range(0, 100).SelectMany(IEnumerable<WalletCommand> (_) => [new Deposit(from.Id, 10m), new Transfer(from.Id, to.Id, 10m), new Withdraw(to.Id, 10m)]);

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.All(results, result => Assert.Null(result.Result.Refusal));
    }

    // The reversal names the source alone, and the import itself makes the transfer.
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_reversal_of_a_transfer_is_in_order_with_the_commands_of_the_wallet_that_it_does_not_name(string store)
    {
        await using var host = new TestWallets(store);
        var from = await host.OpenWithAsync(10m);
        var to = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        host.Store.BeforeCommit = async batch =>
        {
            for (var i = 0; batch[0] is Transfer or Reverse or Deposit && i < 20; i++)
            {
                await Task.Yield();
            }
        };
        WalletCommand[] commands =
        [
            new Transfer(from.Id, to.Id, 10m),
            new Withdraw(to.Id, 4m),
            new Deposit(to.Id, 4m),
            new Reverse(new TransactionId(from.Id, 3)),
            new Withdraw(to.Id, 1m),
            new Withdraw(from.Id, 10m),
        ];

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal([null, null, null, null, "insufficient_funds", null], results.Select(result => result.Result.Refusal?.Code));
    }

    [Fact]
    public async Task A_reversal_whose_transfer_is_answered_while_it_is_looked_for_is_in_order_all_the_same()
    {
        var late = Signal();
        await using var host = new TestWallets(TestWallets.InMemory, wrap: inner => new AnsweringInTheRead(inner));
        var from = await host.OpenWithAsync(10m);
        var to = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        var third = (await host.Wallets.OpenAsync("user-3", "USD", cancellationToken: Token)).Wallet;
        host.Store.BeforeCommit = batch =>
        {
            if (batch[0].WalletId == third.Id)
            {
                late.SetResult();
            }

            return batch[0] is Reverse ? late.Task : Task.CompletedTask;
        };
        WalletCommand[] commands =
        [
            new Transfer(from.Id, to.Id, 10m),
            new Reverse(new TransactionId(to.Id, 2)),
            new Withdraw(from.Id, 10m),
            new Deposit(third.Id, 1m),
        ];

        // Without a context, so that the answer is complete before the read is.
        var results = await Task.Run(() => host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token).AsTask(), Token);

        Assert.All(results, result => Assert.Null(result.Result.Refusal));
    }

    [Fact]
    public async Task Commands_after_a_failure_of_the_store_are_not_done_though_a_transfer_joins_their_wallets()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var from = await host.OpenWithAsync(10m);
        var to = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        host.Store.BeforeCommit = async batch =>
        {
            await Task.Yield();
            if (batch[0] is Deposit)
            {
                throw new WalletStoreException(StoreFailure.InputOutput, "no disk");
            }
        };
        WalletCommand[] commands = [new Deposit(to.Id, 1m), new Transfer(from.Id, to.Id, 10m), new Withdraw(from.Id, 1m)];

        await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).CountAsync(Token));

        Assert.Equal((10m, 0m, 0), (await host.BalanceAsync(from.Id), await host.BalanceAsync(to.Id), host.Store.UnderWay));
    }

    private static async Task AfterAsync(TaskCompletionSource reached, TaskCompletionSource goOn)
    {
        reached.TrySetResult();
        await goOn.Task;
    }

    /// <summary>Answers a transfer after a read that came too early for it, and before that read is answered.</summary>
    private sealed class AnsweringInTheRead(IWalletStore inner) : ForwardingWalletStore(inner)
    {
        // Continuations run inside SetResult.
        private readonly TaskCompletionSource _read = new();

        public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
        {
            if (batch[0] is Transfer)
            {
                await _read.Task.ConfigureAwait(false);
            }

            return await Target.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        public override async ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default)
        {
            var found = await Target.FindTransactionAsync(transactionId, cancellationToken).ConfigureAwait(false);
            _read.TrySetResult();
            return found;
        }
    }
}
