using System.Data;
using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Joining;

/// <summary>The wallets in a transaction of the host.</summary>
public sealed class HostTransactionTests : PostgreSqlTest
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private WalletHost _host = null!;
    private WalletId _wallet;
    private NpgsqlDataSource _dataSource = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _host = Host();
        _wallet = await _host.OpenAsync(balance: 10m);
        _dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { SearchPath = Schema, MaxAutoPrepare = 0 }.ConnectionString);
        await Sql.RunAsync("CREATE TABLE orders (number integer PRIMARY KEY)");
    }

    public override async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_of_the_host_makes_its_row_and_the_deposit_visible_together()
    {
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await Order(connection, 1);
        Assert.Equal(15m, (await _host.Wallets.In(transaction).DepositAsync(_wallet, 5m, cancellationToken: Token)).Balance);
        await Order(connection, 2);
        Assert.Equal(10m, await Balance());
        await transaction.CommitAsync(Token);

        Assert.Equal(15m, await Balance());
        Assert.Equal(2, (await _host.Rebates.ProcessPendingAsync(Token)).Paid);
        Assert.Equal(2, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_rollback_of_the_host_leaves_neither_wallet_nor_entry_nor_key_nor_rebate()
    {
        await using (var connection = await _dataSource.OpenConnectionAsync(Token))
        {
            await using var transaction = await connection.BeginTransactionAsync(Token);
            var wallets = _host.Wallets.In(transaction);
            var other = (await wallets.OpenAsync("other", "USD", cancellationToken: Token)).Wallet.Id;
            await wallets.DepositAsync(other, 5m, new() { IdempotencyKey = "key" }, Token);
            await wallets.WithdrawAsync(_wallet, 10m, new() { IdempotencyKey = "key" }, Token);
            await transaction.RollbackAsync(Token);
        }

        Assert.Null(await _host.Wallets.FindWalletAsync("other", cancellationToken: Token));
        var withdrawn = await _host.Wallets.WithdrawAsync(_wallet, 4m, new() { IdempotencyKey = "key" }, Token);
        Assert.Equal((6m, false), (withdrawn.Balance, withdrawn.Replayed));
        Assert.Equal(1, (await _host.Rebates.ProcessPendingAsync(Token)).Paid);
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task Calls_in_one_transaction_see_each_other_and_leave_the_settings_of_the_host()
    {
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await Run(connection, "SET enable_seqscan = on; SET jit = off");
        var settings = await Settings(connection);
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            var wallets = _host.Wallets.In(transaction);
            var other = (await wallets.OpenAsync("other", "USD", cancellationToken: Token)).Wallet.Id;
            Assert.True((await wallets.OpenAsync("other", "USD", cancellationToken: Token)).Replayed);
            var deposit = await wallets.DepositAsync(_wallet, 90m, new() { IdempotencyKey = "key", Reference = "order 1" }, Token);
            Assert.True((await wallets.DepositAsync(_wallet, 90m, new() { IdempotencyKey = "key", Reference = "order 1" }, Token)).Replayed);
            Assert.Equal(60m, (await wallets.TransferAsync(_wallet, other, 40m, cancellationToken: Token)).Outgoing.BalanceAfter);
            var hold = (await wallets.PlaceHoldAsync(other, 30m, cancellationToken: Token)).Hold.Id;
            Assert.Equal(30m, (await wallets.CaptureHoldAsync(hold, 10m, new() { KeepOpen = true }, Token)).Transaction.BalanceAfter);
            await wallets.VoidHoldAsync(hold, cancellationToken: Token);
            await wallets.ExecuteAsync([new Withdraw(_wallet, 20m), new Deposit(other, 20m)], new() { IdempotencyKey = "batch" }, Token);
            await wallets.SetCreditLimitAsync(_wallet, 60m, cancellationToken: Token);
            await wallets.ReverseAsync(deposit.Transaction.Id, cancellationToken: Token);
            await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.WithdrawAsync(_wallet, 100m, cancellationToken: Token));
            Assert.Equal(settings, await Settings(connection));
            await transaction.CommitAsync(Token);
        }

        Assert.Equal(-50m, await Balance());
        Assert.Equal("", await Prepared(connection));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_refusal_and_a_failure_leave_the_transaction_usable_and_as_it_was()
    {
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var wallets = _host.Wallets.In(transaction);
        await Order(connection, 1);
        await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.WithdrawAsync(_wallet, 11m, new() { IdempotencyKey = "key" }, Token));
        Assert.Equal(1, (await wallets.ExecuteAsync([new Deposit(_wallet, 7m), new Withdraw(_wallet, 18m)], cancellationToken: Token)).RefusedIndex);
        await Run(connection, "SET LOCAL lock_timeout = 50");
        await using (var foreign = await _dataSource.OpenConnectionAsync(Token))
        {
            await using var holder = await foreign.BeginTransactionAsync(Token);
            await Run(foreign, "SELECT FROM walletkit_wallets FOR UPDATE");
            Assert.Equal(StoreFailure.Busy, (await Assert.ThrowsAsync<WalletStoreException>(() => wallets.WithdrawAsync(_wallet, 1m, cancellationToken: Token))).Failure);
        }

        Assert.Equal(7m, (await wallets.WithdrawAsync(_wallet, 3m, new() { IdempotencyKey = "key" }, Token)).Balance);
        await transaction.CommitAsync(Token);

        Assert.Equal(7m, await Balance());
        Assert.Equal(1, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task Transactions_and_calls_at_the_same_time_never_spend_the_same_money()
    {
        var spent = await Task.WhenAll(Enumerable.Range(1, 6).Select(async number =>
        {
            var done = 0;
            for (var i = 0; i < 5; i++)
            {
                await using var connection = await _dataSource.OpenConnectionAsync(Token);
                await using var transaction = await connection.BeginTransactionAsync(Token);
                try
                {
                    await (number % 2 == 0 ? _host.Wallets.In(transaction) : _host.Wallets).WithdrawAsync(_wallet, 1m, cancellationToken: Token);
                    await Order(connection, (number * 10) + i);
                    await transaction.CommitAsync(Token);
                    done++;
                }
                catch (InsufficientFundsException)
                {
                    await transaction.RollbackAsync(Token);
                }
            }

            return done;
        })).WaitAsync(Guard, Token);

        Assert.Equal(10, spent.Sum());
        Assert.Equal(0m, await Balance());
        Assert.Equal(10, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_call_that_waited_for_a_wallet_sees_what_the_holder_committed()
    {
        await using var first = await _dataSource.OpenConnectionAsync(Token);
        await using var second = await _dataSource.OpenConnectionAsync(Token);
        await using var one = await first.BeginTransactionAsync(Token);
        await using var two = await second.BeginTransactionAsync(Token);
        await _host.Wallets.In(one).WithdrawAsync(_wallet, 10m, cancellationToken: Token);
        var waiting = _host.Wallets.In(two).WithdrawAsync(_wallet, 1m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);
        await one.CommitAsync(Token);

        await Assert.ThrowsAsync<InsufficientFundsException>(() => waiting.WaitAsync(Guard, Token));
        Assert.Equal(1m, (await _host.Wallets.In(two).DepositAsync(_wallet, 1m, cancellationToken: Token)).Balance);
        await two.CommitAsync(Token);
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task Two_transactions_open_one_wallet_and_the_later_one_finds_it()
    {
        await using var first = await _dataSource.OpenConnectionAsync(Token);
        await using var second = await _dataSource.OpenConnectionAsync(Token);
        await using var one = await first.BeginTransactionAsync(Token);
        await using var two = await second.BeginTransactionAsync(Token);
        var opened = await _host.Wallets.In(one).OpenAsync("new", "USD", cancellationToken: Token);
        var waiting = _host.Wallets.In(two).OpenAsync("new", "USD", cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);
        await one.CommitAsync(Token);

        var found = await waiting.WaitAsync(Guard, Token);
        Assert.Equal((opened.Wallet.Id, true), (found.Wallet.Id, found.Replayed));
        await two.CommitAsync(Token);
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_deadlock_over_several_calls_is_Busy_for_one_transaction_and_the_other_goes_on()
    {
        var other = await _host.OpenAsync("other", 10m);
        await using var first = await _dataSource.OpenConnectionAsync(Token);
        await using var second = await _dataSource.OpenConnectionAsync(Token);
        await using var one = await first.BeginTransactionAsync(Token);
        await using var two = await second.BeginTransactionAsync(Token);
        await _host.Wallets.In(one).WithdrawAsync(_wallet, 1m, cancellationToken: Token);
        await _host.Wallets.In(two).WithdrawAsync(other, 1m, cancellationToken: Token);
        Task<TransactionReceipt>[] calls =
        [
            _host.Wallets.In(one).WithdrawAsync(other, 1m, cancellationToken: Token),
            _host.Wallets.In(two).WithdrawAsync(_wallet, 1m, cancellationToken: Token),
        ];
        var ended = await Task.WhenAny(calls).WaitAsync(Guard, Token);

        Assert.Equal(StoreFailure.Busy, (await Assert.ThrowsAsync<WalletStoreException>(() => ended)).Failure);
        await (ended == calls[0] ? one : two).RollbackAsync(Token);
        await (ended == calls[0] ? calls[1] : calls[0]).WaitAsync(Guard, Token);
        await (ended == calls[0] ? two : one).CommitAsync(Token);
        Assert.Equal((9m, 9m), (await Balance(), (await _host.Wallets.GetBalanceAsync(other, Token)).Balance));
        await _host.AssertCleanAsync();
    }

    [Theory]
    [InlineData(IsolationLevel.RepeatableRead, "", "REPEATABLE READ")]
    [InlineData(IsolationLevel.Serializable, "", "SERIALIZABLE")]
    [InlineData(IsolationLevel.ReadCommitted, "SET LOCAL synchronous_commit = off", "synchronous_commit = off")]
    public async Task A_transaction_in_which_wallets_would_not_be_safe_is_refused_by_name_and_stays_usable(IsolationLevel isolation, string sql, string rule)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(isolation, Token);
        if (sql.Length > 0)
        {
            await Run(connection, sql);
        }

        var refusal = await Refused(transaction);

        Assert.Equal("transaction", refusal.Field);
        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
        await Order(connection, 1);
        await transaction.CommitAsync(Token);
        Assert.Equal((10m, 1L), (await Balance(), await Sql.CountAsync("orders")));
    }

    [Fact]
    public async Task A_transaction_that_has_ended_or_failed_or_is_of_another_database_is_refused_by_name()
    {
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await Assert.ThrowsAsync<PostgresException>(() => Run(connection, "SELECT 1 / 0"));
            Assert.Contains("has failed", (await Refused(transaction)).Message, StringComparison.Ordinal);
        }

        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await transaction.CommitAsync(Token);
            Assert.Contains("has ended", (await Refused(transaction)).Message, StringComparison.Ordinal);
        }

        await using var elsewhere = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Database = "template1" }.ConnectionString);
        await using var other = await elsewhere.OpenConnectionAsync(Token);
        await using var there = await other.BeginTransactionAsync(Token);
        Assert.Contains("the database of the wallets", (await Refused(there)).Message, StringComparison.Ordinal);
        Assert.Equal(10m, await Balance());
    }

    private Task<InvalidInputException> Refused(NpgsqlTransaction transaction) =>
        Assert.ThrowsAsync<InvalidInputException>(() => _host.Wallets.In(transaction).DepositAsync(_wallet, 1m, cancellationToken: Token));

    private async Task<decimal> Balance() => (await _host.Wallets.GetBalanceAsync(_wallet, Token)).Balance;

    private static Task Order(NpgsqlConnection connection, int number) => Run(connection, $"INSERT INTO orders VALUES ({number})");

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The tests' own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<string> Settings(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings WHERE name <> 'transaction_read_only'", connection);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task<string> Prepared(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(string_agg(statement, '; '), '') FROM pg_prepared_statements", connection);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }
}
