using WalletKit.Commands;
using WalletKit.TestHost.Disk;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>A store that lost its connection cannot get another one for a while.</summary>
public sealed class FailingReopeningTests : IAsyncLifetime
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
    private readonly ManualResetEventSlim _mayFail = new();
    private volatile bool _isBroken;
    private WatchedDisk _disk = null!;
    private WalletHost _host = null!;
    private WalletId _wallet;

    public async ValueTask InitializeAsync()
    {
        _disk = new WatchedDisk(_directory.Database, Handle);
        _host = new WalletHost(_directory.Database);
        _wallet = (await _host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
    }

    public async ValueTask DisposeAsync()
    {
        _isBroken = false;
        _mayFail.Set();
        await _host.DisposeAsync();
        _disk.Dispose();
        _mayFail.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_caller_that_asks_after_a_reported_failure_does_not_fail_with_it()
    {
        _isBroken = true;
        await Assert.ThrowsAsync<WalletStoreException>(Deposit);
        var asked = new TaskCompletionSource<Task<TransactionReceipt>>();
#pragma warning disable CA2012 // Its result is asked for once, when it has completed.
        var first = _host.Store.WriteAsync(new WriterWork<int>(_ => 0), CancellationToken.None).GetAwaiter();
#pragma warning restore CA2012
        WhenTold(first.UnsafeOnCompleted, () =>
        {
            _isBroken = false;
            asked.SetResult(Deposit());
        });

        _mayFail.Set();

        var again = await asked.Task.WaitAsync(Guard, Token);
        Assert.Equal(1, (await again.WaitAsync(Guard, Token)).Transaction.Sequence);
        Assert.Throws<WalletStoreException>(() => first.GetResult());
        await AfterCrash.AssertCleanAsync(_directory.Database, _host);
    }

    // The callback runs on the writer's own thread, while the writer completes the task, because it posts to the context of the waiting code.
    private static void WhenTold(Action<Action> register, Action told)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new TellingContext(told));
        register(static () => { });
        SynchronizationContext.SetSynchronizationContext(before);
    }

    private Task<TransactionReceipt> Deposit() => _host.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token);

    // A broken disk can neither be written nor be read by a store that opens the file anew.
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

        _mayFail.Wait();
        return SqliteNative.ReadFailed;
    }

    private sealed class TellingContext(Action told) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => told();
    }
}
