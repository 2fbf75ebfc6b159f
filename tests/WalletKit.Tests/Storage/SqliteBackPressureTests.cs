using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

/// <summary>
/// More callers than the writer's queue holds. Another connection has the file's lock, so nothing leaves the queue: the first <see cref="Capacity"/> callers
/// are in it, and the rest wait before it. No other test runs beside these, because one of them counts the threads of the pool, which all tests share.
/// </summary>
[Collection(nameof(ThreadPoolMeasurements))]
public sealed class SqliteBackPressureTests : IAsyncLifetime
{
    private const int Capacity = 4;

    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private SqliteWalletStore _store = null!;
    private SqliteConnection _other = null!;
    private WalletId _wallet;

    public async ValueTask InitializeAsync()
    {
        // The timeout is long, so that callers wait for the queue, and none is refused because of the file.
        _store = Store(busyTimeout: TimeSpan.FromMinutes(5));
        var opened = await _store.CommitAsync(new CommandBatch(new OpenWallet(new WalletId(Guid.CreateVersion7()), "owner", Currency.FromIso("USD"))), Token);
        _wallet = opened.Results[0].Wallet!.Id;
        _other = new SqliteConnection($"Data Source={_store.Path};Pooling=False");
        _other.Open();
        Run("BEGIN IMMEDIATE");
    }

    public async ValueTask DisposeAsync()
    {
        _other.Dispose();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Callers_past_a_full_queue_wait_without_a_thread_each()
    {
        const int Callers = 1_000;

        var threads = ThreadPool.ThreadCount;

        // A call that blocked would not return here.
        var calls = await Task.Run(() => Deposits(0, Callers), Token).WaitAsync(s_guard, Token);

        Assert.DoesNotContain(calls, call => call.IsCompleted);

        // Waiters that each held a thread of the pool would leave none for this call, or would have grown the pool to their number.
        await Task.Run(() => { }, Token).WaitAsync(s_guard, Token);
        Assert.InRange(ThreadPool.ThreadCount - threads, int.MinValue, Callers / 10);

        Run("ROLLBACK");
        await Task.WhenAll(calls).WaitAsync(s_guard, Token);
        Assert.Equal(Callers, (await HistoryAsync()).Count);
    }

    [Fact]
    public async Task Callers_that_waited_for_room_are_served_in_the_order_they_came_and_no_later_caller_passes_them()
    {
        var early = Deposits(0, 300);
        Run("ROLLBACK");
        var late = Deposits(300, 300);

        await Task.WhenAll([.. early, .. late]).WaitAsync(s_guard, Token);

        Assert.Equal(References(Enumerable.Range(0, 600)), await HistoryAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Capacity - 1)]
    [InlineData(Capacity)]
    [InlineData(Capacity * 2)]
    [InlineData((Capacity * 3) - 1)]
    public async Task A_caller_that_gives_up_in_the_queue_or_before_it_has_done_nothing_and_need_not_wait(int place)
    {
        using var givingUp = new CancellationTokenSource();
        var calls = Enumerable.Range(0, Capacity * 3).Select(i => DepositAsync(i, i == place ? givingUp.Token : Token)).ToList();

        await givingUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[place].WaitAsync(s_guard, Token));
        calls.RemoveAt(place);
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        Run("ROLLBACK");
        await Task.WhenAll(calls).WaitAsync(s_guard, Token);
        Assert.Equal(References(Enumerable.Range(0, Capacity * 3).Where(i => i != place)), await HistoryAsync());

        // The key of a refused call is free as well, even for other content.
        var again = await _store.CommitAsync(new CommandBatch(new Deposit(_wallet, 2m) { IdempotencyKey = $"{place}" }), Token);
        Assert.Null(again.Refusal);
        Assert.False(again.Results[0].Replayed);
    }

    [Fact]
    public async Task Callers_that_give_up_while_others_are_served_are_either_done_or_not()
    {
        using var givingUp = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 600).Select(i => DepositAsync(i, i % 2 == 0 ? givingUp.Token : Token)).ToList();

        Run("ROLLBACK");
        await calls[99].WaitAsync(s_guard, Token);
        await givingUp.CancelAsync();

        await Task.WhenAll(calls.Select(Settled)).WaitAsync(s_guard, Token);
        Assert.All(calls, call => Assert.True(call.IsCompletedSuccessfully || call.IsCanceled));
        Assert.DoesNotContain(calls.Where((_, i) => i % 2 == 1), call => call.IsCanceled);
        Assert.Equal(References(Enumerable.Range(0, 600).Where(i => calls[i].IsCompletedSuccessfully)), await HistoryAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_the_store_does_the_work_in_the_queue_and_refuses_the_callers_before_it(bool asynchronously)
    {
        var calls = Deposits(0, Capacity * 3);

        var closing = asynchronously ? _store.DisposeAsync().AsTask() : Task.Run(_store.Dispose, Token);

        // These calls are refused at once, though the file is still held.
        foreach (var call in calls[Capacity..])
        {
            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => call.WaitAsync(s_guard, Token));
            Assert.Equal((StoreFailure.Closed, false), (refusal.Failure, refusal.OutcomeUnknown));
        }

        Assert.False(closing.IsCompleted);
        Assert.DoesNotContain(calls[..Capacity], call => call.IsCompleted);
        Run("ROLLBACK");
        await Task.WhenAll(calls[..Capacity]).WaitAsync(s_guard, Token);
        await closing.WaitAsync(s_guard, Token);
        Assert.Equal(References(Enumerable.Range(0, Capacity)), await HistoryAsync());
    }

    [Fact]
    public async Task Closing_a_store_whose_file_stays_held_tells_each_waiting_caller_that_nothing_was_done()
    {
        await using var store = Store(busyTimeout: TimeSpan.FromMilliseconds(200));
        var calls = Enumerable.Range(0, Capacity * 3).Select(i => DepositAsync(i, Token, store)).ToList();

        await store.DisposeAsync().AsTask().WaitAsync(s_guard, Token);

        foreach (var call in calls)
        {
            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => call.WaitAsync(s_guard, Token));
            Assert.Contains(refusal.Failure, (StoreFailure[])[StoreFailure.Busy, StoreFailure.Closed]);
            Assert.False(refusal.OutcomeUnknown);
        }

        Assert.Empty(await HistoryAsync());
    }

    // Few batches fit one commit, so that callers go through the queue in many commits.
    private SqliteWalletStore Store(TimeSpan busyTimeout) => new(
        new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.File("wallets.db")}", QueueCapacity = Capacity, MaxCommandsPerCommit = 3, BusyTimeout = busyTimeout },
        new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)));

    private List<Task<BatchResult>> Deposits(int first, int count) => [.. Enumerable.Range(first, count).Select(i => DepositAsync(i, Token))];

    private Task<BatchResult> DepositAsync(int number, CancellationToken cancellationToken, SqliteWalletStore? store = null) =>
        (store ?? _store).CommitAsync(new CommandBatch(new Deposit(_wallet, 1m) { Reference = $"{number}", IdempotencyKey = $"{number}" }), cancellationToken).AsTask();

    // A store of its own reads the history, because the store under test may be closed.
    private async Task<List<string>> HistoryAsync()
    {
        await using var reader = Store(busyTimeout: s_guard);
        var history = await reader.ListTransactionsAsync(new HistoryRange(_wallet, HistoryOrder.OldestFirst, null, int.MaxValue), Token);
        return [.. history.Select(transaction => transaction.Reference!)];
    }

    private static IEnumerable<string> References(IEnumerable<int> numbers) => numbers.Select(number => $"{number}");

    private static async Task Settled(Task call) => await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Run(string sql)
    {
        using var command = _other.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
