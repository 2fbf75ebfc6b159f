using Npgsql;
using WalletKit.Commands;

namespace WalletKit.PostgreSql.Tests.Joining;

/// <summary>Rows of the host in the commit of a batch.</summary>
public sealed class ParticipantTests : PostgreSqlTest
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private WalletHost _host = null!;
    private WalletId _wallet;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _host = Host(options =>
        {
            options.Writers = 1;
            options.ParticipantTimeout = TimeSpan.FromSeconds(30);
        });
        _wallet = await _host.OpenAsync(balance: 10m);
        await Sql.RunAsync("CREATE TABLE buyers (id integer PRIMARY KEY)");
        await Sql.RunAsync("CREATE TABLE orders (number integer PRIMARY KEY, wallet_id uuid, version bigint, buyer integer REFERENCES buyers DEFERRABLE INITIALLY DEFERRED)");
    }

    [Fact]
    public async Task A_row_of_the_host_is_committed_with_the_withdrawal_and_may_refer_to_it()
    {
        var participant = new PostgreSqlAct(async (context, token) =>
        {
            var transaction = context.Results[0].Transaction!;
            await PostgreSqlAct.RunAsync(
                context, $"INSERT INTO {Schema}.orders SELECT 1, wallet_id, version FROM {Schema}.walletkit_journal WHERE wallet_id = '{_wallet}' AND version = {transaction.Version}", token);
        });

        var receipt = await Withdraw(4m, participant);

        Assert.Equal(6m, receipt.Balance);
        Assert.Equal(receipt.Transaction.Version, await Sql.ValueAsync<long>("SELECT version FROM orders WHERE number = 1"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_participant_that_throws_fails_its_batch_with_its_own_exception_and_leaves_nothing_of_it()
    {
        var cause = new InvalidDataException("out of stock");
        var failing = new PostgreSqlAct(async (context, token) =>
        {
            await PostgreSqlAct.RunAsync(context, $"INSERT INTO {Schema}.orders VALUES (7)", token);
            throw cause;
        });

        Assert.Same(cause, await Assert.ThrowsAsync<InvalidDataException>(() => Withdraw(1m, failing)));
        Assert.Equal((1, "23505"), (failing.Runs, (await Assert.ThrowsAsync<PostgresException>(() => Withdraw(1m, Insert("(1), (1)")))).SqlState));
        Assert.Equal("42P01", (await Assert.ThrowsAsync<PostgresException>(() => Withdraw(1m, PostgreSqlAct.Of("DELETE FROM nowhere")))).SqlState);
        Assert.Equal(9m, (await Withdraw(1m)).Balance);
        Assert.Equal(8m, (await Withdraw(1m, Insert("(1)"))).Balance);
        Assert.Equal(1, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task Every_call_that_changes_wallets_takes_a_participant()
    {
        var next = 0;
        ICommitParticipant Next() => Insert($"({++next})");

        var other = (await _host.Wallets.OpenAsync("other", "USD", options: new() { Participant = Next() }, cancellationToken: Token)).Wallet.Id;
        var deposit = await _host.Wallets.DepositAsync(_wallet, 100m, new() { Participant = Next() }, Token);
        await _host.Wallets.TransferAsync(_wallet, other, 1m, new() { Participant = Next() }, Token);
        var hold = await _host.Wallets.PlaceHoldAsync(_wallet, 5m, new() { Participant = Next() }, Token);
        await _host.Wallets.CaptureHoldAsync(hold.Hold.Id, 2m, new() { KeepOpen = true, Participant = Next() }, Token);
        await _host.Wallets.VoidHoldAsync(hold.Hold.Id, new() { Participant = Next() }, Token);
        await _host.Wallets.ReverseAsync(deposit.Transaction.Id, new() { Participant = Next() }, Token);
        await _host.Wallets.SetCreditLimitAsync(_wallet, 50m, new() { Participant = Next() }, Token);
        await _host.Wallets.FreezeAsync(_wallet, new() { Participant = Next() }, Token);
        await _host.Wallets.UnfreezeAsync(_wallet, new() { Participant = Next() }, Token);
        await _host.Wallets.ExecuteAsync([new Deposit(_wallet, 1m), new Deposit(other, 1m)], new() { Participant = Next() }, Token);
        await _host.Wallets.ExecuteLockedAsync(
            [_wallet],
            (section, _) =>
            {
                section.Add(new Deposit(_wallet, 1m));
                return Task.CompletedTask;
            },
            new() { Participant = Next() },
            Token);
        await _host.Wallets.WithdrawAsync(other, 2m, new() { Participant = Next() }, Token);
        await _host.Wallets.CloseAsync(other, new() { Participant = Next() }, Token);
        await _host.Wallets.EraseAsync(other, new() { Participant = Next() }, Token);

        Assert.Equal(next, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task Calls_beside_a_participant_that_fails_do_not_notice()
    {
        var wallets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _host.OpenAsync($"owner-{Guid.NewGuid():N}", 5m)));
        var calls = wallets.Select((wallet, i) => i % 4 == 0
            ? _host.Wallets.WithdrawAsync(wallet, 1m, new() { Participant = i % 8 == 0 ? Insert($"({i})") : Insert($"({i}), ({i})") }, Token)
            : _host.Wallets.WithdrawAsync(wallet, 1m, cancellationToken: Token)).ToArray();
        await Task.WhenAll(calls.Select(static call => Settled(call))).WaitAsync(Guard, Token);

        Assert.Equal([4, 12], calls.Index().Where(static call => !call.Item.IsCompletedSuccessfully).Select(static call => call.Index));
        Assert.Equal(3, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_participant_runs_for_no_refusal_and_for_no_replay()
    {
        var participant = Insert("(1)");
        await Assert.ThrowsAsync<InsufficientFundsException>(() => Withdraw(100m, participant));
        await _host.Wallets.DepositAsync(_wallet, 1m, new() { IdempotencyKey = "key", Participant = participant }, Token);
        Assert.True((await _host.Wallets.DepositAsync(_wallet, 1m, new() { IdempotencyKey = "key", Participant = participant }, Token)).Replayed);

        Assert.Equal(1, participant.Runs);
        Assert.Equal(1, await Sql.CountAsync("orders"));
    }

    [Fact]
    public async Task A_reference_that_is_violated_at_the_end_fails_the_batch_by_name()
    {
        var violated = PostgreSqlAct.Of($"INSERT INTO {Schema}.orders (number, buyer) VALUES (2, 99)");

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (await Assert.ThrowsAsync<PostgresException>(() => Withdraw(1m, violated))).SqlState);
        await Withdraw(1m, PostgreSqlAct.Of($"INSERT INTO {Schema}.orders (number, buyer) VALUES (2, 99); INSERT INTO {Schema}.buyers VALUES (99)"));
        Assert.Equal(9m, (await _host.Wallets.GetBalanceAsync(_wallet, Token)).Balance);
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_participant_runs_again_after_a_deadlock_and_its_row_is_there_once()
    {
        await Sql.RunAsync("INSERT INTO buyers VALUES (1), (2)");
        var transactions = new HashSet<PostgreSqlParticipantContext>();
        await using var other = await Sql.BeginAsync();
        await other.RunAsync("SET deadlock_timeout = '1h'");
        await other.RunAsync("UPDATE buyers SET id = 2 WHERE id = 2");
        Task? crossing = null;
        var participant = new PostgreSqlAct(async (context, token) =>
        {
            transactions.Add(context);
            await PostgreSqlAct.RunAsync(context, $"UPDATE {Schema}.buyers SET id = 1 WHERE id = 1", token);
            crossing ??= other.RunAsync("UPDATE buyers SET id = 1 WHERE id = 1");
            await PostgreSqlAct.RunAsync(context, $"UPDATE {Schema}.buyers SET id = 2 WHERE id = 2; INSERT INTO {Schema}.orders VALUES (1)", token);
        });

        var withdrawal = Withdraw(1m, participant);
        await Until.TrueAsync(() => Task.FromResult(crossing is not null), "the participant has begun");
        await crossing!.WaitAsync(Guard, Token);
        await other.CommitAsync();

        Assert.Equal(9m, (await withdrawal.WaitAsync(Guard, Token)).Balance);
        Assert.True(transactions.Count > 1);
        Assert.Equal(1, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_participant_runs_again_after_its_connection_was_lost_and_its_row_is_there_once()
    {
        var participant = new PostgreSqlAct(async (context, token) =>
        {
            await PostgreSqlAct.RunAsync(context, $"INSERT INTO {Schema}.orders VALUES (1)", token);
            if (context.Connection.ProcessID is var process && await Sql.CountAsync("buyers") == 0)
            {
                await Sql.RunAsync("INSERT INTO buyers VALUES (1)");
                await Sql.ValueAsync<bool>($"SELECT pg_terminate_backend({process}, 10000)");
                await PostgreSqlAct.RunAsync(context, "SELECT 1", token);
            }
        });

        Assert.Equal(9m, (await Withdraw(1m, participant).WaitAsync(Guard, Token)).Balance);
        Assert.Equal(2, participant.Runs);
        Assert.Equal(1, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Theory]
    [InlineData("ROLLBACK", 10, 0)]
    [InlineData("COMMIT", 9, 1)]
    [InlineData("COMMIT; BEGIN", 9, 1)]
    public async Task A_participant_that_ends_the_transaction_fails_by_name(string sql, int balance, int orders)
    {
        var participant = new PostgreSqlAct(async (context, token) =>
        {
            await PostgreSqlAct.RunAsync(context, $"INSERT INTO {Schema}.orders VALUES (1)", token);
            await PostgreSqlAct.RunAsync(context, sql, token);
        });

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => Withdraw(1m, participant));

        Assert.Contains("ended the transaction", failure.Message, StringComparison.Ordinal);
        Assert.Equal(orders == 1, failure.OutcomeUnknown);
        Assert.Equal(balance, (await _host.Wallets.GetBalanceAsync(_wallet, Token)).Balance);
        Assert.Equal(balance - 1, (await Withdraw(1m)).Balance);
        Assert.Equal(orders, await Sql.CountAsync("orders"));
        await _host.AssertCleanAsync();
    }

    [Fact]
    public async Task Settings_of_the_store_do_not_reach_the_host_and_settings_of_the_host_do_not_reach_the_commit()
    {
        var seen = new List<string>();
        var participant = new PostgreSqlAct(async (context, token) =>
        {
            foreach (var name in (string[])["enable_seqscan", "jit", "plan_cache_mode", "transaction_isolation", "synchronous_commit"])
            {
                await using var show = new NpgsqlCommand($"SHOW {name}", context.Connection);
                seen.Add($"{name}={await show.ExecuteScalarAsync(token)}");
            }

            await PostgreSqlAct.RunAsync(context, "SET LOCAL synchronous_commit = off", token);
            await PostgreSqlAct.RunAsync(
                context,
                $"""
                CREATE FUNCTION {Schema}.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO {Schema}.orders (number) SELECT 100 WHERE current_setting('synchronous_commit') = 'off'; RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER note AFTER INSERT ON {Schema}.buyers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {Schema}.note()
                """,
                token);
        });

        await Withdraw(1m, participant);

        Assert.Equal(["enable_seqscan=on", "jit=on", "plan_cache_mode=auto", "transaction_isolation=read committed", "synchronous_commit=on"], seen);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_ended_and_fails_its_batch()
    {
        await using var host = new WalletHost(new() { Schema = Schema, Log = Log }, options => options.ParticipantTimeout = TimeSpan.FromMilliseconds(200));
        foreach (var participant in (PostgreSqlAct[])[
            PostgreSqlAct.Of("SELECT pg_sleep(60)"),
            new(static (_, token) => Task.Delay(Timeout.Infinite, token)),
            new(static (_, _) => Task.Delay(Timeout.Infinite, CancellationToken.None))])
        {
            var failure = await Assert.ThrowsAsync<TimeoutException>(() => host.Wallets.WithdrawAsync(_wallet, 1m, new() { Participant = participant }, Token));
            Assert.Contains(nameof(PostgreSqlStoreOptions.ParticipantTimeout), failure.Message, StringComparison.Ordinal);
            Assert.Equal(1, participant.Runs);
        }

        Assert.Equal(9m, (await host.Wallets.WithdrawAsync(_wallet, 1m, new() { Participant = Insert("(1)") }, Token)).Balance);
    }

    [Fact]
    public async Task A_call_from_inside_a_participant_is_refused_by_name()
    {
        var participant = new PostgreSqlAct(async (_, _) =>
        {
            await Assert.ThrowsAsync<NestedParticipantException>(() => Withdraw(1m));
            await Task.Yield();
            await Assert.ThrowsAsync<NestedParticipantException>(() => _host.Wallets.GetBalanceAsync(_wallet, Token));
            Assert.Equal("orders", Assert.Single(_host.Store.RunningParticipants).Name);
        });

        await Withdraw(1m, participant);
        Assert.Equal(8m, (await Withdraw(1m)).Balance);
        Assert.Empty(_host.Store.RunningParticipants);
    }

    [Fact]
    public async Task A_participant_of_another_store_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Withdraw(1m, new OfAnotherStore()));
        Assert.Contains(nameof(IPostgreSqlParticipant), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_participant_on_a_locked_wallet_waits_beside_the_others_and_then_runs()
    {
        var free = await _host.OpenAsync("free", 10m);
        var alsoLocked = await _host.OpenAsync("locked", 10m);
        var other = await Sql.BeginAsync();
        await other.LockAsync(_wallet);
        await using var second = await Sql.BeginAsync();
        await second.LockAsync(alsoLocked);
        var participant = Insert("(1)");
        var waiting = Withdraw(1m, participant);
        var behind = Withdraw(2m);
        var stuck = _host.Wallets.WithdrawAsync(alsoLocked, 1m, cancellationToken: Token);

        Assert.Equal(9m, (await _host.Wallets.WithdrawAsync(free, 1m, new() { Participant = Insert("(2)") }, Token).WaitAsync(Guard, Token)).Balance);
        Assert.Equal((false, false), (waiting.IsCompleted, behind.IsCompleted));
        await other.DisposeAsync();

        Assert.Equal(9m, (await waiting.WaitAsync(Guard, Token)).Balance);
        Assert.Equal(7m, (await behind.WaitAsync(Guard, Token)).Balance);
        Assert.False(stuck.IsCompleted);
        await second.DisposeAsync();
        await stuck.WaitAsync(Guard, Token);
        Assert.Equal((1, 2), (participant.Runs, await Sql.CountAsync("orders")));
    }

    [Fact]
    public async Task A_participant_that_takes_long_keeps_its_own_wallets_waiting_in_their_order_and_no_others()
    {
        var other = await _host.OpenAsync("other", 10m);
        var third = await _host.OpenAsync("third", 10m);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = Withdraw(9m, new PostgreSqlAct(async (_, _) =>
        {
            reached.SetResult();
            await mayEnd.Task;
        }));
        await reached.Task.WaitAsync(Guard, Token);

        // The transfer waits for its source, the second call on the destination for the transfer, and a participant on it as well.
        var transfer = _host.Wallets.TransferAsync(_wallet, other, 1m, cancellationToken: Token);
        var behind = _host.Wallets.WithdrawAsync(other, 11m, cancellationToken: Token);
        var last = _host.Wallets.DepositAsync(other, 3m, new() { Participant = Insert("(1)") }, Token);
        Assert.Equal(9m, (await _host.Wallets.WithdrawAsync(third, 1m, cancellationToken: Token).WaitAsync(Guard, Token)).Balance);
        Assert.Equal(8m, (await _host.Wallets.WithdrawAsync(third, 1m, new() { Participant = Insert("(2)") }, Token).WaitAsync(Guard, Token)).Balance);
        Assert.False(slow.IsCompleted || transfer.IsCompleted || behind.IsCompleted || last.IsCompleted);
        mayEnd.SetResult();

        await Task.WhenAll(slow, transfer, behind, last).WaitAsync(Guard, Token);
        Assert.Equal(3m, (await last).Balance);
        await _host.AssertCleanAsync();
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    public async Task More_participants_than_run_at_once_wait_for_their_turn_also_when_the_host_ends(int queue, bool ends)
    {
        await using var host = new WalletHost(new() { Schema = Schema, Log = Log }, options => (options.MaxParticipants, options.Writers, options.QueueCapacity) = (2, 1, queue));
        var wallets = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.OpenAsync($"one-of-{i}", 10m)));
        var running = 0;
        var most = 0;
        var participant = new PostgreSqlAct(async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });
        var calls = wallets.SelectMany(wallet => new[]
        {
            host.Wallets.WithdrawAsync(wallet, 1m, new() { Participant = participant }, Token),
            host.Wallets.WithdrawAsync(wallet, 1m, cancellationToken: Token),
        }).ToArray();
        if (ends)
        {
            await host.DisposeAsync();
        }

        Assert.All(await Task.WhenAll(calls).WaitAsync(Guard, Token), static receipt => Assert.InRange(receipt.Balance, 8m, 9m));
        Assert.Equal(20, participant.Runs);
        Assert.InRange(most, 1, 2);
        await _host.AssertCleanAsync();
    }

    private static async Task Settled(Task call) => await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private PostgreSqlAct Insert(string rows) => PostgreSqlAct.Of($"INSERT INTO {Schema}.orders (number) VALUES {rows}");

    private Task<TransactionReceipt> Withdraw(decimal amount, ICommitParticipant? participant = null) =>
        _host.Wallets.WithdrawAsync(_wallet, amount, new() { Participant = participant }, Token);

    private sealed class OfAnotherStore : ICommitParticipant;
}
