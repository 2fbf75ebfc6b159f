using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Service.Keys;
using WalletKit.Stores;

namespace WalletKit.Tests.Keys;

/// <summary>The background service of a real host that deletes old idempotency keys.</summary>
public sealed class KeySweeperTests : IDisposable
{
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_interval = TimeSpan.FromDays(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly CapturedLog _log = new();
    private readonly List<IHost> _hosts = [];
    private WalkedStore _store;

    public KeySweeperTests() => _store = new WalkedStore(new InMemoryWalletStore(_time));

    [Fact]
    public async Task Without_a_retention_no_key_is_ever_looked_at()
    {
        var host = Host(retention: null);
        var wallet = await OpenAsync(host);
        await host.StartAsync(Token);
        await Sweeper(host).ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60), Token);

        _time.Advance(TimeSpan.FromDays(10_000));

        Assert.True((await DepositAsync(host, wallet, "key")).Replayed);
        await host.StopAsync(Token);
        Assert.Equal(0, _store.Calls);
    }

    [Fact]
    public async Task Keys_that_were_old_before_the_start_are_deleted_at_the_start()
    {
        var host = Host(s_retention);
        var wallet = await OpenAsync(host);
        _time.Advance(s_retention);

        await host.StartAsync(Token);
        Assert.True(await _store.WalkedAsync());

        Assert.False((await DepositAsync(host, wallet, "key")).Replayed);
        await host.StopAsync(Token);
        Assert.Contains(
            _log.Lines,
            line => (line.Level, line.Id, line.Message) == (LogLevel.Information, 320, "Deleted 1 idempotency keys that were older than the retention of 30.00:00:00."));
    }

    [Fact]
    public async Task The_service_looks_again_each_day_and_not_before()
    {
        var host = Host(s_retention);
        var wallet = await OpenAsync(host);
        await host.StartAsync(Token);
        Assert.True(await _store.WalkedAsync());
        for (var day = 1; day <= 30; day++)
        {
            _time.Advance(s_interval - TimeSpan.FromTicks(1));
            Assert.Equal(day, _store.Calls);
            Assert.True((await DepositAsync(host, wallet, "key")).Replayed);

            _time.Advance(TimeSpan.FromTicks(1));
            Assert.True(await _store.WalkedAsync());
        }

        Assert.False((await DepositAsync(host, wallet, "key")).Replayed);
        Assert.All(_store.Pieces, piece => Assert.Equal(s_retention, piece.Age));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_walk_goes_in_bounded_pieces_each_after_the_one_before(bool onFile)
    {
        UseFile(onFile);
        var host = Host(s_retention);
        await OpenAsync(host, keys: 2_500);
        _time.Advance(s_retention);

        await host.StartAsync(Token);
        Assert.True(await _store.WalkedAsync());

        Assert.Equal([1_000, 1_000, 500], _store.Pieces.Select(piece => piece.Outcome.Deleted));
        Assert.All(_store.Pieces, piece => Assert.Equal(1_000, piece.Limit));
        Assert.Equal([null, _store.Pieces[0].Outcome.Next, _store.Pieces[1].Outcome.Next], _store.Pieces.Select(piece => piece.After));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_that_stops_in_the_middle_ends_the_walk_and_the_next_start_deletes_the_rest(bool onFile)
    {
        UseFile(onFile);
        var host = Host(s_retention);
        await OpenAsync(host, keys: 1_500);
        _time.Advance(s_retention);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.BeforePiece = async (call, token) =>
        {
            if (call == 2)
            {
                reached.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            }
        };
        await host.StartAsync(Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);

        await host.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.True(Sweeper(host).ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(_log.Warnings);
        var next = Host(s_retention);
        await next.StartAsync(Token);
        Assert.True(await _store.WalkedAsync());
        Assert.Equal([1_000, 500], _store.Pieces.Select(piece => piece.Outcome.Deleted));
        Assert.Null(_store.Pieces[1].After);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_walk_that_fails_is_logged_and_the_next_one_works(bool asCanceled)
    {
        // A store's own time limit can end a call as a cancellation although the host is not stopping.
        _store.Failure = asCanceled ? new TaskCanceledException("a time limit of the store's own") : new WalletStoreException(StoreFailure.Busy, "the store is busy.");
        var host = Host(s_retention);
        var wallet = await OpenAsync(host);
        _time.Advance(s_retention);
        await host.StartAsync(Token);
        Assert.False(await _store.WalkedAsync());
        Assert.True((await DepositAsync(host, wallet, "key")).Replayed);

        _time.Advance(s_interval);
        Assert.True(await _store.WalkedAsync());

        Assert.False((await DepositAsync(host, wallet, "key")).Replayed);
        Assert.False(Sweeper(host).ExecuteTask!.IsCompleted);
        await host.StopAsync(Token);
        Assert.Equal(321, Assert.Single(_log.Warnings).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_audit_finds_nothing_after_keys_were_deleted(bool onFile)
    {
        UseFile(onFile);
        var host = Host(s_retention);
        var wallets = host.Services.GetRequiredService<IWalletService>();
        var wallet = await OpenAsync(host, keys: 3);
        await wallets.PlaceHoldAsync(wallet, 1m, new() { IdempotencyKey = "hold" }, Token);
        await wallets.FreezeAsync(wallet, new() { IdempotencyKey = "freeze" }, Token);
        _time.Advance(s_retention);

        await host.StartAsync(Token);
        Assert.True(await _store.WalkedAsync());

        Assert.Equal(5, _store.Pieces.Sum(piece => piece.Outcome.Deleted));
        Assert.Equal([], (await host.Services.GetRequiredService<IWalletAudit>().AuditAsync(cancellationToken: Token)).Findings.Select(finding => finding.ToString()));
    }

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _directory.Dispose();
    }

    private static KeySweeper Sweeper(IHost host) => Assert.Single(host.Services.GetServices<IHostedService>().OfType<KeySweeper>());

    private static Task<TransactionReceipt> DepositAsync(IHost host, WalletId wallet, string key) =>
        host.Services.GetRequiredService<IWalletService>().DepositAsync(wallet, 1m, new() { IdempotencyKey = key }, Token);

    /// <summary>Opens a wallet with deposits, each under a key of its own; the first is called "key".</summary>
    private async Task<WalletId> OpenAsync(IHost host, int keys = 1)
    {
        var wallet = (await host.Services.GetRequiredService<IWalletService>().OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        for (var i = 0; i < keys; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(i, Math.Min(100, keys - i)).Select(n => _store.CommitAsync(
                new CommandBatch(new Deposit(wallet, 1m) { IdempotencyKey = n == 0 ? "key" : $"key {n}" }), Token).AsTask()));
        }

        return wallet;
    }

    private void UseFile(bool onFile)
    {
        if (onFile)
        {
            _store = new WalkedStore(new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.File("wallets.db")}" }, _time));
        }
    }

    private IHost Host(TimeSpan? retention)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log);
        builder.Services.Configure<WalletKitOptions>(options => options.KeyRetention = retention);
        builder.Services.AddWalletKit(wallets => wallets
            .UseStore(_ => _store)
            .AddRebates(rebates => rebates.ProcessInBackground = false)
            .AddHoldSweep(sweep => sweep.SweepInBackground = false));
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }
}
