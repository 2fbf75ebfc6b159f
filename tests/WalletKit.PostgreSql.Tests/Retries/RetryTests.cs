using WalletKit.Commands;

namespace WalletKit.PostgreSql.Tests.Retries;

public sealed class RetryTests : PostgreSqlTest
{
    [Theory]
    [InlineData("40001", "")]
    [InlineData("40P01", "")]
    [InlineData("55P03", "")]
    [InlineData("57014", "")]
    [InlineData("23505", "walletkit_journal_pkey")]
    public async Task A_commit_that_the_server_asks_to_repeat_is_repeated_until_it_is_done(string state, string constraint)
    {
        var host = Host();
        var wallet = await host.OpenAsync();
        await RefuseAsync(wallet, "nextval('tries') <= 3", state, constraint);

        var receipt = await host.Wallets.DepositAsync(wallet, 10m, new() { IdempotencyKey = "key" }, Token);

        Assert.Equal((10m, 1, false), (receipt.Balance, receipt.Transaction.Sequence, receipt.Replayed));
        Assert.Equal(4, await Sql.ValueAsync<long>("SELECT last_value FROM tries"));
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_commit_that_never_succeeds_is_refused_as_busy_after_the_retry_timeout_and_changes_nothing()
    {
        var host = Host(options => options.RetryTimeout = TimeSpan.FromMilliseconds(300));
        var wallet = await host.OpenAsync();
        await RefuseAsync(wallet, "nextval('tries') > 0", "40001");

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 10m, new() { IdempotencyKey = "key" }, Token));

        Assert.Equal((StoreFailure.Busy, true, false), (failure.Failure, failure.IsTransient, failure.OutcomeUnknown));
        Assert.InRange(await Sql.ValueAsync<long>("SELECT last_value FROM tries"), 2, long.MaxValue);
        Assert.Equal((0, 0), (await Sql.CountAsync("walletkit_journal WHERE amount IS NOT NULL"), await Sql.CountAsync("walletkit_idempotency_keys")));
    }

    [Fact]
    public async Task A_wallet_that_another_program_holds_is_refused_as_busy_after_the_retry_timeout_and_nothing_is_changed()
    {
        var host = Host(options => options.RetryTimeout = TimeSpan.FromMilliseconds(300));
        var wallet = await host.OpenAsync();
        await using (var foreign = await Sql.BeginAsync())
        {
            await foreign.LockAsync(wallet);

            var failure = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 10m, new() { IdempotencyKey = "key" }, Token));

            Assert.Equal((StoreFailure.Busy, "store_busy", true, false), (failure.Failure, failure.Code, failure.IsTransient, failure.OutcomeUnknown));
            Assert.Equal((0, 0), (await Sql.CountAsync("walletkit_journal WHERE amount IS NOT NULL"), await Sql.CountAsync("walletkit_idempotency_keys")));
        }

        // The key is still free.
        Assert.False((await host.Wallets.DepositAsync(wallet, 10m, new() { IdempotencyKey = "key" }, Token)).Replayed);
    }

    [Fact]
    public async Task A_wallet_that_another_program_held_is_served_as_soon_as_it_is_free()
    {
        var host = Host();
        var wallet = await host.OpenAsync();
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);
        var deposit = host.Wallets.DepositAsync(wallet, 10m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);
        Assert.False(deposit.IsCompleted);

        await foreign.CommitAsync();

        Assert.Equal(10m, (await deposit).Balance);
    }

    [Fact]
    public async Task A_row_of_the_host_that_refers_to_a_wallet_keeps_no_commit_waiting()
    {
        var host = Host(options => options.RetryTimeout = TimeSpan.FromMilliseconds(300));
        var wallet = await host.OpenAsync();
        await Sql.RunAsync("CREATE TABLE orders (wallet_id uuid REFERENCES walletkit_wallets (id))");
        await using var foreign = await Sql.BeginAsync();
        await foreign.RunAsync($"INSERT INTO orders VALUES ('{wallet}')");

        Assert.Equal(10m, (await host.Wallets.DepositAsync(wallet, 10m, cancellationToken: Token)).Balance);
    }

    [Fact]
    public async Task A_batch_that_damage_makes_impossible_does_not_fail_its_neighbors_in_the_commit()
    {
        var host = Host(options => options.Writers = 1);
        var gate = await host.OpenAsync("gate");
        WalletId[] wallets = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.OpenAsync($"owner-{i}")))];
        var damaged = wallets[3];

        // A row is put in the place of the next deposit's rebate.
        await Sql.RunAsync(
            $"""
            INSERT INTO walletkit_rebates (wallet_id, deposit, policy, terms, status, attempts, earned_at, due_at, updated_at, noted_at, place)
            VALUES ('{damaged}', 2, 'percentage', 'terms', 'pending', 0, now(), now(), now(), now(), 1)
            """);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(gate);
        var first = host.Wallets.DepositAsync(gate, 1m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);
        Task<TransactionReceipt>[] deposits = [.. wallets.Select(wallet => host.Wallets.DepositAsync(wallet, 10m, new() { Reference = "neighbor" }, Token))];
        await foreign.CommitAsync();

        await first;
        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => deposits[3]);
        Assert.Equal((StoreFailure.Constraint, false, false), (failure.Failure, failure.OutcomeUnknown, failure.IsTransient));
        foreach (var deposit in deposits.Where(deposit => deposit != deposits[3]))
        {
            Assert.Equal(10m, (await deposit).Balance);
        }

        Assert.Equal(7, await Sql.CountAsync("walletkit_texts WHERE reference = 'neighbor'"));
        Assert.Contains("A commit of 1 batches failed.", Log.Lines.Where(line => line.Id == 501).Select(line => line.Message));
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_between_commits_costs_nobody_an_error()
    {
        var host = Host();
        var wallet = await host.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            await Sql.RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%{Schema}%'");

            Assert.Equal(i, (await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Balance);
        }

        await host.AssertCleanAsync();
    }

    // A sequence keeps the numbers that a rolled-back transaction took from it.
    private Task RefuseAsync(WalletId wallet, string condition, string state, string constraint = "") => Sql.RunAsync(
        $"""
        CREATE SEQUENCE tries;
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {condition} THEN RAISE EXCEPTION 'not now' USING ERRCODE = '{state}', CONSTRAINT = '{constraint}'; END IF;
            RETURN NEW;
        END $$;
        ALTER FUNCTION refuse() SET search_path = {Schema};
        CREATE TRIGGER refuse BEFORE INSERT ON walletkit_journal FOR EACH ROW WHEN (NEW.wallet_id = '{wallet}') EXECUTE FUNCTION refuse();
        """);
}
