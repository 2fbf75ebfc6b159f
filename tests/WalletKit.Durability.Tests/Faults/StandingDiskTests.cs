using WalletKit.Commands;
using WalletKit.TestHost.Disk;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>A disk that stands still in the sync of a commit: the slowest possible disk.</summary>
public sealed class StandingDiskTests : IAsyncLifetime
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
    private readonly SemaphoreSlim _stands = new(0);
    private readonly ManualResetEventSlim _goesOn = new(initialState: true);
    private WatchedDisk _disk = null!;
    private WalletHost _host = null!;
    private WalletId _wallet;

    public async ValueTask InitializeAsync()
    {
        _disk = new WatchedDisk(_directory.Database, Handle);
        _host = new WalletHost(_directory.Database);
        _wallet = (await _host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        _goesOn.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        _goesOn.Set();
        await _host.DisposeAsync();
        _disk.Dispose();
        _stands.Dispose();
        _goesOn.Dispose();

        // The books must be whole after every test.
        await using (var host = new WalletHost(_directory.Database))
        {
            await AfterCrash.AssertCleanAsync(_directory.Database, host);
        }

        _directory.Dispose();
    }

    [Fact]
    public async Task Nothing_is_answered_before_it_is_on_the_disk_and_all_is_answered_in_the_order_of_the_calls()
    {
        var first = await StandAsync(Token);
        var others = Enumerable.Range(2, 50).Select(Deposit).ToList();

        Assert.All(others.Prepend(first), deposit => Assert.False(deposit.IsCompleted));
        _goesOn.Set();

        var receipts = await Task.WhenAll(others.Prepend(first)).WaitAsync(Guard, Token);
        Assert.Equal(Enumerable.Range(1, 51).Select(i => ((decimal)i, (long)i)), receipts.Select(receipt => (receipt.Transaction.Amount, receipt.Transaction.Sequence)));
    }

    [Fact]
    public async Task Reading_goes_on_and_shows_nothing_that_is_not_on_the_disk()
    {
        var first = await StandAsync(Token);

        Assert.Equal(0m, (await _host.Wallets.GetBalanceAsync(_wallet, Token).WaitAsync(Guard, Token)).Balance);
        Assert.Empty((await _host.Wallets.ListTransactionsAsync(_wallet, cancellationToken: Token).WaitAsync(Guard, Token)).Transactions);

        _goesOn.Set();
        await first.WaitAsync(Guard, Token);
        Assert.Equal(1m, (await _host.Wallets.GetBalanceAsync(_wallet, Token)).Balance);
    }

    [Fact]
    public async Task A_call_canceled_before_its_commit_has_done_nothing_and_a_call_canceled_later_is_answered()
    {
        using var canceling = new CancellationTokenSource();
        var first = await StandAsync(canceling.Token);
        var waiting = _host.Wallets.DepositAsync(_wallet, 2m, new() { IdempotencyKey = "waiting" }, canceling.Token);

        await canceling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Guard, Token));
        Assert.False(first.IsCompleted);
        _goesOn.Set();
        Assert.Equal(1m, (await first.WaitAsync(Guard, Token)).Balance);
        var again = await _host.Wallets.DepositAsync(_wallet, 2m, new() { IdempotencyKey = "waiting" }, Token);
        Assert.Equal((false, 3m), (again.Replayed, again.Balance));
    }

    [Fact]
    public async Task Closing_the_store_waits_for_what_is_under_way_and_answers_it()
    {
        var first = await StandAsync(Token);
        var others = Enumerable.Range(2, 20).Select(Deposit).ToList();

        var closing = _host.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        Assert.False(first.IsCompleted);
        _goesOn.Set();

        await closing.WaitAsync(Guard, Token);
        var receipts = await Task.WhenAll(others.Prepend(first)).WaitAsync(Guard, Token);
        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        Assert.Equal(receipts.Length, books.CountOperations());
    }

    [Fact]
    public async Task A_writer_in_another_store_is_refused_as_busy_and_does_its_work_later()
    {
        await using var other = new WalletHost(_directory.Database, options => options.BusyTimeout = TimeSpan.FromMilliseconds(200));
        _goesOn.Set();
        await other.Store.OpenAsync(Token);
        _goesOn.Reset();
        while (_stands.CurrentCount > 0)
        {
            await _stands.WaitAsync(Token);
        }

        var first = await StandAsync(Token);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => other.Wallets.DepositAsync(_wallet, 2m, cancellationToken: Token).WaitAsync(Guard, Token));
        Assert.Equal(StoreFailure.Busy, refusal.Failure);
        _goesOn.Set();
        await first.WaitAsync(Guard, Token);
        Assert.Equal(3m, (await other.Wallets.DepositAsync(_wallet, 2m, cancellationToken: Token).WaitAsync(Guard, Token)).Balance);
    }

    private Task<TransactionReceipt> Deposit(int amount) => _host.Wallets.DepositAsync(_wallet, amount, cancellationToken: Token);

    // Starts a deposit of one, whose commit stands still in its sync.
    private async Task<Task<TransactionReceipt>> StandAsync(CancellationToken cancellationToken)
    {
        var first = _host.Wallets.DepositAsync(_wallet, 1m, cancellationToken: cancellationToken);
        Assert.True(await _stands.WaitAsync(Guard, Token));
        return first;
    }

    private int Handle(DiskCall call)
    {
        if (call is { Kind: DiskCallKind.Sync, On: DiskFile.Log } && !_goesOn.IsSet)
        {
            _stands.Release();
            _goesOn.Wait();
        }

        return call.Do();
    }
}
