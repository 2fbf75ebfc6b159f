using WalletKit.Commands;
using WalletKit.Durability.Tests.Faults;
using WalletKit.TestHost.Disk;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Durability.Tests.Files;

/// <summary>Copies that a store writes of itself.</summary>
[Slow]
public sealed class CopyTests : IAsyncLifetime
{
    private readonly TestDirectory _directory = new();
    private WalletHost _host = null!;
    private WalletId _wallet;

    private string Copy => _directory.In("copy.db");

    public async ValueTask InitializeAsync()
    {
        _host = new WalletHost(_directory.Database);
        _wallet = (await _host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_copy_has_all_that_was_acknowledged_before_it_and_is_whole_while_work_goes_on()
    {
        using var process = HostProcess.Start(_directory.Database, "run", seed: 14);
        await process.ReachAsync(300);
        Operation[] acknowledged = [.. process.Acknowledged];

        await _host.Store.CopyToAsync(Copy, Token);

        Assert.Equal([Copy], Directory.GetFiles(_directory.Path, "copy.db*"));
        await process.KillAsync();
        await using (var host = new WalletHost(Copy))
        {
            await host.Store.OpenAsync(Token);
            await AfterCrash.AssertCleanAsync(Copy, host);
        }

        using var books = Books.Open(Copy);
        books.AssertHolds([.. acknowledged]);
    }

    [Fact]
    public async Task A_copy_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await _host.Store.CopyToAsync(Copy, Token);

#pragma warning disable CA1416 // Skipped on Windows above.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task A_copy_takes_the_place_of_no_file()
    {
        await File.WriteAllTextAsync(Copy, "theirs", Token);

        foreach (var path in (string[])[Copy, _directory.Database, _directory.In("missing/copy.db"), _directory.Path])
        {
            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => _host.Store.CopyToAsync(path, Token));
            Assert.Equal(StoreFailure.CannotOpen, refusal.Failure);
            Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal("theirs", await File.ReadAllTextAsync(Copy, Token));
        Assert.Equal(1m, (await _host.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token)).Balance);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_copy_needs_a_path(string path) => await Assert.ThrowsAsync<ArgumentException>(() => _host.Store.CopyToAsync(path, Token));

    [Fact]
    public async Task A_canceled_copy_leaves_nothing_and_the_store_goes_on()
    {
        using var canceling = new CancellationTokenSource();
        using (new WatchedDisk(Copy, Handle))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _host.Store.CopyToAsync(Copy, canceling.Token));
        }

        Assert.Equal(["wallets.db", "wallets.db-shm", "wallets.db-wal"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Order());
        Assert.Equal(1m, (await _host.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token)).Balance);
        await _host.Store.CopyToAsync(Copy, Token);

        int Handle(DiskCall call)
        {
            canceling.Cancel();
            return call.Do();
        }
    }

    [Fact]
    public async Task A_store_that_was_disposed_of_copies_nothing()
    {
        var store = _host.Store;
        await store.DisposeAsync();

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => store.CopyToAsync(Copy, Token));

        Assert.Equal(StoreFailure.Closed, refusal.Failure);
        Assert.False(File.Exists(Copy));
    }
}
