using System.Diagnostics;
using Microsoft.Data.Sqlite;
using WalletKit.Commands;
using WalletKit.Durability.Tests.Faults;

namespace WalletKit.Durability.Tests;

[Slow]
public sealed class BusyFileTests : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly TestDirectory _directory = new();

    // The books must be whole after every test.
    public async ValueTask DisposeAsync()
    {
        await using (var host = Host(Short))
        {
            await AfterCrash.AssertCleanAsync(_directory.Database, host);
        }

        _directory.Dispose();
    }

    [Fact]
    public async Task A_deposit_into_a_file_held_too_long_is_refused_as_transient_and_the_next_one_succeeds()
    {
        await using var host = Host(Short);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        using (var other = Held())
        {
            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet.Id, 10m, cancellationToken: Token).WaitAsync(Guard, Token));

            Assert.Equal(StoreFailure.Busy, refusal.Failure);
            Assert.True(refusal.IsTransient);
            Assert.False(refusal.OutcomeUnknown);
            Assert.Contains(_directory.Database, refusal.Message, StringComparison.Ordinal);
            Assert.Equal(0m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Balance);
            other.Execute("ROLLBACK");
        }

        Assert.Equal(1, (await host.Wallets.DepositAsync(wallet.Id, 10m, cancellationToken: Token)).Transaction.Sequence);
    }

    [Fact]
    public async Task A_deposit_waits_for_a_file_that_is_given_free_in_time()
    {
        await using var host = Host(Long);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        using var other = Held();
        var deposit = host.Wallets.DepositAsync(wallet.Id, 10m, cancellationToken: Token);

        // The other connection holds the file for longer than the time that the deposit waits.
        AssertStaysHeld(Short);
        Assert.False(deposit.IsCompleted);
        other.Execute("COMMIT");

        Assert.Equal(10m, (await deposit.WaitAsync(Guard, Token)).Balance);
    }

    [Fact]
    public async Task Callers_that_wait_for_a_busy_file_are_refused_together_and_not_one_after_the_other()
    {
        await using var host = new WalletHost(_directory.Database, options =>
        {
            options.BusyTimeout = TimeSpan.FromSeconds(2);
            options.MaxCommandsPerCommit = 1;
            options.QueueCapacity = 2;
        });
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        using var other = Held();

        // In sequence, these would take two minutes.
        var refusals = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ =>
            Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token)))).WaitAsync(Guard, Token);

        Assert.All(refusals, refusal => Assert.Equal(StoreFailure.Busy, refusal.Failure));
        other.Execute("ROLLBACK");
        Assert.Equal(1, (await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token)).Transaction.Sequence);
    }

    [Fact]
    public async Task A_caller_that_comes_late_into_the_wait_of_another_is_not_refused_with_it()
    {
        var timeout = TimeSpan.FromSeconds(2);
        await using var host = Host(timeout);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        for (var isServed = false; !isServed;)
        {
            using var other = Held();
            var early = host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
            AssertStaysHeld(TimeSpan.FromMilliseconds(500));
            var began = Stopwatch.GetTimestamp();
            var late = host.Wallets.DepositAsync(wallet.Id, 2m, cancellationToken: Token);

            await Assert.ThrowsAsync<WalletStoreException>(() => early.WaitAsync(Guard, Token));
            other.Execute("ROLLBACK");

            // A machine that stood still may give the file free too late for both. That is right if the late caller has waited as long as it may, and is tried again.
            await Task.WhenAny(late).WaitAsync(Guard, Token);
            isServed = late.IsCompletedSuccessfully;
            Assert.True(isServed || Stopwatch.GetElapsedTime(began) >= timeout, "The late caller was refused before it had waited its own time.");
        }

        Assert.Equal(2m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Balance);
    }

    [Fact]
    public async Task A_caller_that_cancels_while_the_file_is_busy_has_done_nothing()
    {
        await using var host = Host(Long);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        using var canceling = new CancellationTokenSource();
        using var other = Held();
        var canceled = host.Wallets.DepositAsync(wallet.Id, 1m, new() { IdempotencyKey = "key" }, canceling.Token);
        AssertStaysHeld(Short);

        await canceling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled.WaitAsync(Guard, Token));
        other.Execute("ROLLBACK");
        var next = await host.Wallets.DepositAsync(wallet.Id, 2m, new() { IdempotencyKey = "key" }, Token).WaitAsync(Guard, Token);
        Assert.Equal((1, 2m, false), (next.Transaction.Sequence, next.Balance, next.Replayed));
    }

    [Fact]
    public async Task A_caller_that_cancels_while_the_file_is_busy_at_its_opening_need_not_wait_for_it()
    {
        await using (var first = Host(Long))
        {
            await first.Store.OpenAsync(Token);
        }

        using var other = Raw.Open(_directory.Database);
        other.Execute("PRAGMA locking_mode = EXCLUSIVE");
        other.Execute("BEGIN EXCLUSIVE");
        await using var host = Host(Long);
        using var canceling = new CancellationTokenSource();
        var opening = host.Store.OpenAsync(canceling.Token).AsTask();
        var waiting = host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);

        await canceling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.False(waiting.IsCompleted);
        other.Dispose();
        Assert.Equal("owner", (await waiting.WaitAsync(Guard, Token)).Wallet.OwnerId);
    }

    [Fact]
    public async Task Reading_goes_on_while_the_file_is_held()
    {
        await using var host = Host(Long);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        using var other = Held();
        var deposit = host.Wallets.DepositAsync(wallet.Id, 10m, cancellationToken: Token);

        Assert.Equal(0m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token).WaitAsync(Guard, Token)).Balance);
        Assert.Empty((await host.Wallets.ListTransactionsAsync(wallet.Id, cancellationToken: Token).WaitAsync(Guard, Token)).Transactions);

        other.Execute("ROLLBACK");
        await deposit.WaitAsync(Guard, Token);
    }

    [Fact]
    public async Task Closing_the_store_answers_the_callers_that_wait_for_a_busy_file()
    {
        var host = Host(Short);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        using var other = Held();
        var deposits = Enumerable.Range(0, 10).Select(_ => host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token)).ToList();

        await host.DisposeAsync().AsTask().WaitAsync(Guard, Token);

        foreach (var deposit in deposits)
        {
            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => deposit.WaitAsync(Guard, Token));
            Assert.Equal(StoreFailure.Busy, refusal.Failure);
        }
    }

    private WalletHost Host(TimeSpan busyTimeout) => new(_directory.Database, options => options.BusyTimeout = busyTimeout);

    private SqliteConnection Held()
    {
        var other = Raw.Open(_directory.Database);
        other.Execute("BEGIN IMMEDIATE");
        return other;
    }

    private void AssertStaysHeld(TimeSpan time)
    {
        using var third = Raw.Open(_directory.Database);
        SQLitePCL.raw.sqlite3_busy_timeout(third.Handle!, (int)time.TotalMilliseconds);
        Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, SQLitePCL.raw.sqlite3_exec(third.Handle!, "BEGIN IMMEDIATE"));
    }
}
