using WalletKit.Commands;
using WalletKit.Stores;
using WalletKit.TestHost.Disk;

namespace WalletKit.Durability.Tests.Joining;

/// <summary>The wallets in a transaction of the host.</summary>
public sealed class HostTransactionTests : HostTransactionTest
{
    [Fact]
    public async Task A_commit_of_the_host_makes_its_row_and_the_deposit_visible_together()
    {
        using (var connection = Connect())
        {
            using var transaction = connection.BeginTransaction();
            Order(connection, 1);
            Assert.Equal(5m, (await Host.Wallets.In(transaction).DepositAsync(Wallet, 5m, cancellationToken: Token)).Balance);
            Order(connection, 2);
            Assert.Equal(0m, await Balance());
            transaction.Commit();
        }

        Assert.Equal(5m, await Balance());
        Assert.Equal(1, (await Host.Rebates.ProcessPendingAsync(Token)).Paid);
        Assert.Equal(5.05m, await Balance());
        await AssertAll(transactions: 2, orders: 2);
    }

    [Fact]
    public async Task A_rollback_of_the_host_leaves_neither_wallet_nor_entry_nor_key_nor_rebate()
    {
        await Deposit(amount: 10m);
        using (var connection = Connect())
        {
            using var transaction = connection.BeginTransaction();
            var wallets = Host.Wallets.In(transaction);
            var other = (await wallets.OpenAsync("other", "USD", cancellationToken: Token)).Wallet.Id;
            await wallets.DepositAsync(other, 5m, new() { IdempotencyKey = "key" }, Token);
            await wallets.WithdrawAsync(Wallet, 10m, new() { IdempotencyKey = "key" }, Token);
            Order(connection, 1);
            transaction.Rollback();
        }

        Assert.Null(await Host.Wallets.FindWalletAsync("other", cancellationToken: Token));
        var withdrawn = await Host.Wallets.WithdrawAsync(Wallet, 4m, new() { IdempotencyKey = "key" }, Token);
        Assert.Equal((6m, false), (withdrawn.Balance, withdrawn.Replayed));
        Assert.Equal(1, (await Host.Rebates.ProcessPendingAsync(Token)).Paid);
        await AssertAll(transactions: 3, orders: 0);
    }

    [Fact]
    public async Task Calls_in_one_transaction_see_each_other()
    {
        using (var connection = Connect())
        {
            using var transaction = connection.BeginTransaction();
            var wallets = Host.Wallets.In(transaction);
            var other = (await wallets.OpenAsync("other", "USD", cancellationToken: Token)).Wallet.Id;
            Assert.True((await wallets.OpenAsync("other", "USD", cancellationToken: Token)).Replayed);
            var deposit = await wallets.DepositAsync(Wallet, 100m, new() { IdempotencyKey = "key", Reference = "order 1", Metadata = new Dictionary<string, string> { ["a"] = "b" } }, Token);
            Assert.True((await Host.Wallets.In(transaction).DepositAsync(Wallet, 100m, new() { IdempotencyKey = "key", Reference = "order 1", Metadata = new Dictionary<string, string> { ["a"] = "b" } }, Token)).Replayed);
            Assert.Equal(60m, (await wallets.TransferAsync(Wallet, other, 40m, cancellationToken: Token)).Outgoing.BalanceAfter);
            var hold = (await wallets.PlaceHoldAsync(other, 30m, cancellationToken: Token)).Hold.Id;
            Assert.Equal(30m, (await wallets.CaptureHoldAsync(hold, 10m, new() { KeepOpen = true }, Token)).Transaction.BalanceAfter);
            await wallets.VoidHoldAsync(hold, cancellationToken: Token);
            Assert.Null((await wallets.ExecuteAsync([new Withdraw(Wallet, 20m), new Deposit(other, 20m)], new() { IdempotencyKey = "batch" }, Token)).Refusal);
            await wallets.SetCreditLimitAsync(Wallet, 60m, cancellationToken: Token);
            await wallets.ReverseAsync(deposit.Transaction.Id, cancellationToken: Token);
            await wallets.FreezeAsync(Wallet, cancellationToken: Token);
            await Assert.ThrowsAsync<WalletFrozenException>(() => wallets.WithdrawAsync(Wallet, 1m, cancellationToken: Token));
            await wallets.UnfreezeAsync(Wallet, cancellationToken: Token);
            transaction.Commit();
        }

        Assert.Equal(-60m, await Balance());
        Assert.True((await Host.Wallets.ExecuteAsync([new Withdraw(Wallet, 20m), new Deposit((await Host.Wallets.FindWalletAsync("other", cancellationToken: Token))!.Id, 20m)], new() { IdempotencyKey = "batch" }, Token)).First.Replayed);
        await AssertAll(transactions: 7, orders: 0);
    }

    [Fact]
    public async Task A_refusal_leaves_the_transaction_usable_and_as_it_was()
    {
        using (var connection = Connect())
        {
            using var transaction = connection.BeginTransaction();
            var wallets = Host.Wallets.In(transaction);
            Order(connection, 1);
            await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.WithdrawAsync(Wallet, 1m, new() { IdempotencyKey = "key" }, Token));
            var refused = await wallets.ExecuteAsync([new Deposit(Wallet, 7m), new Withdraw(Wallet, 8m)], cancellationToken: Token);
            Assert.Equal((1, "insufficient_funds"), (refused.RefusedIndex, refused.Refusal?.Code));
            await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.DepositAsync(Wallet, 0.001m, cancellationToken: Token));
            Assert.Equal(3m, (await wallets.DepositAsync(Wallet, 3m, new() { IdempotencyKey = "key" }, Token)).Balance);
            transaction.Commit();
        }

        Assert.Equal(3m, await Balance());
        await AssertAll(transactions: 1, orders: 1);
    }

    [Theory]
    [InlineData("ABORT")]
    [InlineData("FAIL")]
    public async Task A_failure_leaves_the_transaction_usable_and_as_it_was(string how)
    {
        await Deposit(amount: 2m);
        using (var connection = Connect())
        {
            connection.Execute($"CREATE TEMP TRIGGER full BEFORE INSERT ON walletkit_idempotency_keys BEGIN SELECT RAISE({how}, 'full'); END");
            using var transaction = connection.BeginTransaction();
            Order(connection, 1);
            var wallets = Host.Wallets.In(transaction);
            var failure = await Assert.ThrowsAsync<WalletStoreException>(() => wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "key" }, Token));
            Assert.Equal((StoreFailure.Constraint, false), (failure.Failure, failure.OutcomeUnknown));
            Assert.Equal(1m, (await wallets.WithdrawAsync(Wallet, 1m, cancellationToken: Token)).Balance);
            transaction.Commit();
        }

        Assert.Equal(1m, await Balance());
        await AssertAll(transactions: 2, orders: 1);
    }

    [Fact]
    public async Task A_transaction_that_SQLite_ended_is_refused_from_then_on()
    {
        using var connection = Connect();
        connection.Execute("CREATE TEMP TRIGGER full BEFORE INSERT ON walletkit_idempotency_keys BEGIN SELECT RAISE(ROLLBACK, 'full'); END");
        using var transaction = connection.BeginTransaction();
        var wallets = Host.Wallets.In(transaction);
        await Assert.ThrowsAsync<WalletStoreException>(() => wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "key" }, Token));

        Assert.Contains("has ended", (await Assert.ThrowsAsync<InvalidInputException>(() => wallets.DepositAsync(Wallet, 1m, cancellationToken: Token))).Message, StringComparison.Ordinal);
        Assert.Equal(1m, (await Deposit()).Balance);
    }

    [Fact]
    public async Task Commits_of_the_store_before_between_and_after_know_of_those_of_the_host()
    {
        var random = new Random(Seed.OfCrashes());
        var (expected, deposits) = (0m, 0);
        using (var connection = Connect())
        {
            for (var i = 0; i < 120; i++)
            {
                if (random.Next(2) == 0)
                {
                    Assert.Equal(++expected, (await Deposit()).Balance);
                    deposits++;
                    continue;
                }

                using var transaction = connection.BeginTransaction();
                var calls = random.Next(1, 4);
                for (var call = 1; call <= calls; call++)
                {
                    Assert.Equal(expected + call, (await Host.Wallets.In(transaction).DepositAsync(Wallet, 1m, cancellationToken: Token)).Balance);
                }

                if (random.Next(3) == 0)
                {
                    transaction.Rollback();
                }
                else
                {
                    transaction.Commit();
                    (expected, deposits) = (expected + calls, deposits + calls);
                }
            }
        }

        Assert.Equal(expected, await Balance());
        await AssertAll(deposits, orders: 0);
    }

    [Fact]
    public async Task A_call_of_the_store_waits_for_the_transaction_and_sees_its_end()
    {
        Task<TransactionReceipt> waiting;
        using (var connection = Connect())
        {
            using var transaction = connection.BeginTransaction();
            await Host.Wallets.In(transaction).DepositAsync(Wallet, 5m, cancellationToken: Token);
            waiting = Host.Wallets.WithdrawAsync(Wallet, 5m, cancellationToken: Token);
            Assert.False(waiting.IsCompleted);
            transaction.Commit();
        }

        Assert.Equal(0m, (await waiting.WaitAsync(Guard, Token)).Balance);
        await AssertAll(transactions: 2, orders: 0);
    }

    [Fact]
    public async Task Transactions_at_the_same_time_never_spend_the_same_money()
    {
        await Deposit(amount: 10m);
        var spent = await Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(
            async () =>
            {
                var done = 0;
                using var connection = Connect();
                for (var i = 0; i < 5; i++)
                {
                    using var transaction = connection.BeginTransaction();
                    try
                    {
                        await Host.Wallets.In(transaction).WithdrawAsync(Wallet, 1m, cancellationToken: Token);
                        Order(connection, (number * 10) + i);
                        transaction.Commit();
                        done++;
                    }
                    catch (InsufficientFundsException)
                    {
                        transaction.Rollback();
                    }
                }

                return done;
            },
            Token)));

        Assert.Equal(10, spent.Sum());
        Assert.Equal(0m, await Balance());
        await AssertAll(transactions: 11, orders: 10);
    }

    [Fact]
    public async Task A_replay_is_a_replay_across_both_ways()
    {
        await Host.Wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "store" }, Token);
        using (var connection = Connect())
        {
            using var transaction = connection.BeginTransaction();
            var wallets = Host.Wallets.In(transaction);
            Assert.True((await wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "store" }, Token)).Replayed);
            Assert.False((await wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "host" }, Token)).Replayed);
            await Assert.ThrowsAsync<IdempotencyConflictException>(() => wallets.DepositAsync(Wallet, 2m, new() { IdempotencyKey = "host" }, Token));
            transaction.Commit();
        }

        Assert.True((await Host.Wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "host" }, Token)).Replayed);
        await AssertAll(transactions: 2, orders: 0);
    }

    [Fact]
    public async Task Nothing_is_left_prepared_on_the_connection_and_savepoints_of_the_host_take_calls_back()
    {
        using (var connection = Connect())
        {
            using var transaction = connection.BeginTransaction();
            var wallets = Host.Wallets.In(transaction);
            await wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "key" }, Token);
            transaction.Save("before");
            await wallets.DepositAsync(Wallet, 2m, new() { IdempotencyKey = "other" }, Token);
            transaction.Rollback("before");
            Assert.Equal(4m, (await wallets.DepositAsync(Wallet, 3m, new() { IdempotencyKey = "other" }, Token)).Balance);
            Assert.Equal(0, SqliteNative.NextStatement(connection.Handle!.DangerousGetHandle(), 0));
            transaction.Commit();
        }

        Assert.Equal(4m, await Balance());
        await AssertAll(transactions: 2, orders: 0);
    }

    [Fact]
    public async Task A_store_that_is_not_open_yet_is_opened_beside_the_transaction()
    {
        await using var second = new WalletHost(Directory.Database, Configure);
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();

        Assert.Equal(1m, (await second.Wallets.In(transaction).DepositAsync(Wallet, 1m, cancellationToken: Token)).Balance);
    }
}
