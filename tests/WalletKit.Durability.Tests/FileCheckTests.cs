using WalletKit.Commands;
using WalletKit.TestHost.Disk;

namespace WalletKit.Durability.Tests;

/// <summary>The check of a whole file is one long read. In these tests the read stands still in the middle, for as long as the test needs.</summary>
public sealed class FileCheckTests : IAsyncLifetime
{
    private const int PagesBefore = 100;
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _goesOn = new();
    private WatchedDisk _disk = null!;
    private WalletHost _host = null!;
    private WalletId _wallet;
    private volatile bool _isChecking;
    private int _reads;

    public async ValueTask InitializeAsync()
    {
        await using (var host = new WalletHost(_directory.Database))
        {
            _wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        }

        // The rows fill some thousands of pages.
        using (var raw = Raw.Open(_directory.Database))
        {
            raw.Execute("INSERT INTO walletkit_rebate_policies (id, name) VALUES (99, 'policy'); INSERT INTO walletkit_rebate_terms (policy_id, terms) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT 99, 'terms of some length, so that fewer fit on a page, ' || i FROM n");
        }

        _disk = new WatchedDisk(_directory.Database, Handle);
        _host = new WalletHost(_directory.Database, options => options.MaxReaders = 1);
        await _host.Store.OpenAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        _goesOn.Set();
        await _host.DisposeAsync();
        _disk.Dispose();
        _goesOn.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Readers_do_not_wait_for_the_check_of_a_file()
    {
        var checking = await StandAsync(Token);

        Assert.Equal(0m, (await _host.Wallets.GetBalanceAsync(_wallet, Token).WaitAsync(Guard, Token)).Balance);
        Assert.False(checking.IsCompleted);

        _goesOn.Set();
        Assert.Empty(await checking.WaitAsync(Guard, Token));
    }

    [Fact]
    public async Task Canceled_it_ends_in_the_middle_of_the_file()
    {
        using var canceling = new CancellationTokenSource();
        var checking = await StandAsync(canceling.Token);

        await canceling.CancelAsync();
        _goesOn.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checking.WaitAsync(Guard, Token));
        var pages = new FileInfo(_directory.Database).Length / 4_096;
        Assert.InRange(Volatile.Read(ref _reads), PagesBefore, pages / 2);
        Assert.Empty(await _host.Store.Books.CheckAsync(10, Token));
    }

    private async Task<Task<IReadOnlyList<WalletKit.AuditFinding>>> StandAsync(CancellationToken cancellationToken)
    {
        _isChecking = true;
        var checking = _host.Store.Books.CheckAsync(10, cancellationToken).AsTask();
        await _stands.Task.WaitAsync(Guard, Token);
        _isChecking = false;
        return checking;
    }

    private int Handle(DiskCall call)
    {
        if (call.Kind == DiskCallKind.Read && Interlocked.Increment(ref _reads) == PagesBefore && _isChecking)
        {
            _stands.SetResult();
            _goesOn.Wait();
        }

        return call.Do();
    }
}
