using WalletKit.Durability.Disk;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>A store that lost its connection cannot get another one for a while.</summary>
public sealed class FailingReopeningTests : IAsyncLifetime
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
    private readonly SemaphoreSlim _stands = new(0);
    private readonly ManualResetEventSlim _goesOn = new();
    private volatile bool _isBroken;
    private WatchedDisk _disk = null!;
    private WalletHost _host = null!;
    private WalletId _wallet;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _disk = new WatchedDisk(_directory.Database, Handle);
        _host = new WalletHost(_directory.Database);
        _wallet = (await _host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        _isBroken = false;
        _goesOn.Set();
        await _host.DisposeAsync();
        _disk.Dispose();
        _stands.Dispose();
        _goesOn.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Who_asks_after_another_was_told_of_the_failure_is_not_failed_with_him()
    {
        // Each time it is a matter of luck who is faster.
        for (var i = 0; i < 10; i++)
        {
            _goesOn.Reset();
            _isBroken = true;
            await Assert.ThrowsAsync<WalletStoreException>(Deposit);
            var first = Deposit();
            Assert.True(await _stands.WaitAsync(Guard, Token));

            // So many that the first one's caller asks again while the last are still being told.
            var others = Enumerable.Range(0, 4_000).Select(_ => Deposit()).ToList();
            var again = Task.Run(() => MendAndAskAgainAsync(first), Token);
            _goesOn.Set();

            Assert.Equal(i + 1, (await again.WaitAsync(Guard, Token)).Balance);
            await Task.WhenAll(others).WaitAsync(Guard, Token).ContinueWith(_ => { }, Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            Assert.All(others, other => Assert.Equal(TaskStatus.Faulted, other.Status));
        }
    }

    private async Task<TransactionReceipt> MendAndAskAgainAsync(Task<TransactionReceipt> first)
    {
        await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isBroken = false;
        return await Deposit().ConfigureAwait(false);
    }

    private Task<TransactionReceipt> Deposit() => _host.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token);

    // Broken, it cannot write, and the reading of whoever opens the file anew stands still and fails.
    private int Handle(DiskCall call)
    {
        if (!_isBroken)
        {
            return call.Do();
        }

        if (call.Kind != DiskCallKind.Read)
        {
            return SqliteNative.WriteFailed;
        }

        _stands.Release();
        _goesOn.Wait();
        return SqliteNative.ReadFailed;
    }
}
