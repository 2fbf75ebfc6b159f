using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Rules;
using WalletKit.Service.Holds;

namespace WalletKit.Tests.Holds;

/// <summary>The background service of a real host that records expiries.</summary>
public sealed class HoldSweeperTests : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly CapturedLog _log = new();
    private readonly SweptStore _store;
    private readonly List<IHost> _hosts = [];

    public HoldSweeperTests() => _store = new SweptStore(new InMemoryWalletStore(_time));

    [Fact]
    public async Task Holds_that_expired_before_the_start_are_recorded_at_the_start()
    {
        var host = Host();
        var walletId = await OpenWithHoldAsync(host);
        _time.Advance(s_interval);

        await host.StartAsync(Token);
        Assert.True(await _store.SweptAsync());

        Assert.Equal(0, await OpenAsync(walletId));
        await host.StopAsync(Token);
        Assert.Contains(_log.Lines, line => (line.Level, line.Id, line.Message) == (LogLevel.Debug, 300, "Recorded expired holds of 1 wallets."));
    }

    [Fact]
    public async Task The_service_looks_again_at_each_interval_and_not_before()
    {
        var host = Host();
        await host.StartAsync(Token);
        Assert.True(await _store.SweptAsync());
        for (var i = 0; i < 3; i++)
        {
            var walletId = await OpenWithHoldAsync(host, $"owner {i}");
            var listings = _store.Listings;
            _time.Advance(s_interval - TimeSpan.FromTicks(1));
            Assert.Equal((1, listings), (await OpenAsync(walletId), _store.Listings));

            _time.Advance(TimeSpan.FromTicks(1));
            Assert.True(await _store.SweptAsync());
            Assert.Equal(0, await OpenAsync(walletId));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sweep_that_fails_is_logged_and_the_next_one_works(bool asCancelled)
    {
        // A store's own time limit can end a call as a cancellation although the host is not stopping.
        Exception failure = asCancelled ? new TaskCanceledException("a time limit of the store's own") : new WalletStoreException(StoreFailure.Busy, "the store is busy.");
        _store.Failure = failure;
        var host = Host();
        var walletId = await OpenWithHoldAsync(host);
        await host.StartAsync(Token);
        Assert.False(await _store.SweptAsync());

        _time.Advance(s_interval);
        Assert.True(await _store.SweptAsync());

        Assert.Equal(0, await OpenAsync(walletId));
        Assert.False(Sweeper(host).ExecuteTask!.IsCompleted);
        await host.StopAsync(Token);
        Assert.Equal(301, Assert.Single(_log.Warnings).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopping_the_host_ends_the_service_whether_it_sweeps_or_waits(bool sweeping)
    {
        _store.Hangs = sweeping;
        var host = Host();
        await host.StartAsync(Token);
        Assert.Equal(!sweeping, await _store.SweptAsync());

        await host.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.True(Sweeper(host).ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(_log.Warnings);
        _time.Advance(s_interval * 3);
        Assert.Equal(1, _store.Listings);
    }

    [Fact]
    public async Task A_host_that_sweeps_by_itself_has_no_service_running()
    {
        var host = Host(sweep => sweep.SweepInBackground = false);
        var walletId = await OpenWithHoldAsync(host);
        await host.StartAsync(Token);
        await Sweeper(host).ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60), Token);

        _time.Advance(s_interval * 3);
        Assert.Equal((1, 0), (await OpenAsync(walletId), _store.Listings));

        Assert.Equal(1, await host.Services.GetRequiredService<IWalletService>().ExpireHoldsAsync(Token));
        Assert.Equal(0, await OpenAsync(walletId));
    }

    [Theory]
    [InlineData(0, "00:00:00")]
    [InlineData(-1, "-00:00:00.0010000")]
    [InlineData(9, "00:00:00.0090000")]
    [InlineData(86_400_001, "1.00:00:00.0010000")]
    public async Task An_interval_out_of_its_range_fails_the_start_by_name(int milliseconds, string text)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => Host(sweep => sweep.Interval = TimeSpan.FromMilliseconds(milliseconds)).StartAsync(Token));

        Assert.Equal($"HoldSweepOptions.Interval is {text}; it must be 00:00:00.0100000 to 1.00:00:00.", failure.Message);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(86_400_000)]
    public async Task An_interval_at_the_end_of_its_range_is_taken(int milliseconds)
    {
        var host = Host(sweep => sweep.Interval = TimeSpan.FromMilliseconds(milliseconds));

        await host.StartAsync(Token);

        Assert.True(await _store.SweptAsync());
        await host.StopAsync(Token);
    }

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new HoldSweepOptions();

        Assert.Equal((true, s_interval), (options.SweepInBackground, options.Interval));
    }

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _store.Dispose();
    }

    private static HoldSweeper Sweeper(IHost host) => Assert.Single(host.Services.GetServices<IHostedService>().OfType<HoldSweeper>());

    private static async Task<WalletId> OpenWithHoldAsync(IHost host, string owner = "owner")
    {
        var wallets = host.Services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync(owner, "USD", cancellationToken: Token)).Wallet;
        await wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
        await wallets.PlaceHoldAsync(wallet.Id, 1m, new() { ExpiresIn = s_interval }, Token);
        return wallet.Id;
    }

    private async Task<long> OpenAsync(WalletId walletId) => (await _store.FindWalletAsync(walletId, Token))!.Holds.OpenCount;

    private IHost Host(Action<HoldSweepOptions>? configure = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log);
        builder.Services.AddWalletKit(wallets => wallets
            .UseStore(_ => _store)
            .AddRebates(rebates => rebates.ProcessInBackground = false)
            .AddHoldSweep(configure ?? (_ => { })));
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }
}
