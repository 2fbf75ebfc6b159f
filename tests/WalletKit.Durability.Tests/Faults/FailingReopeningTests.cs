using WalletKit.Durability.Disk;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>A store that lost its connection cannot get another one for a while.</summary>
public sealed class FailingReopeningTests : IAsyncLifetime
{
    private const int Rounds = 300;

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
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
        await _host.DisposeAsync();
        _disk.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Who_asks_after_another_was_told_of_the_failure_is_not_failed_with_him()
    {
        // Whether he comes while the others are still being told is a matter of luck, and of many at once.
        await Task.Run(
            async () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    _isBroken = true;
                    await Assert.ThrowsAsync<WalletStoreException>(Deposit).WaitAsync(Guard, Token).ConfigureAwait(false);
                    var others = Enumerable.Range(0, 20).Select(_ => Deposit()).ToList();
                    await ((Task)others[0]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    _isBroken = false;
                    await Deposit().WaitAsync(Guard, Token).ConfigureAwait(false);
                    await Task.WhenAll(others).WaitAsync(Guard, Token).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);
                }
            },
            Token);
    }

    private Task<TransactionReceipt> Deposit() => _host.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token);

    // Broken, it can be neither written nor, by whoever opens the file anew, read.
    private int Handle(DiskCall call) =>
        !_isBroken ? call.Do() : call.Kind == DiskCallKind.Read ? SqliteNative.ReadFailed : SqliteNative.WriteFailed;
}
