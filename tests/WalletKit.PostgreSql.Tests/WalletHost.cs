using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.PostgreSql.Server;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests;

/// <summary>The library in this process, as one host among several.</summary>
internal sealed class WalletHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _started = [];

    /// <param name="options">The options of the host.</param>
    /// <param name="configure">Changes the store's settings, which name the server that the tests share.</param>
    public WalletHost(WalletHostOptions options, Action<PostgreSqlStoreOptions>? configure = null)
    {
        var services = new ServiceCollection();
        if (options.TimeProvider is { } timeProvider)
        {
            services.AddSingleton(timeProvider);
        }

        if (options.Log is { } log)
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        }

        services.Configure(options.WalletKit);
        services.Configure(options.HoldSweeps);
        services.AddWalletKit(wallets => wallets
            .UsePostgreSql(store =>
            {
                store.ConnectionString = TestServer.ConnectionString;
                store.Schema = options.Schema;
                configure?.Invoke(store);
            })
            .ConfigureClock(options.Clock)
            .AddRebates(options.Rebates));
        _services = services.BuildServiceProvider();
    }

    public IWalletService Wallets => _services.GetRequiredService<IWalletService>();

    public IRebateService Rebates => _services.GetRequiredService<IRebateService>();

    public IWalletDigests Digests => _services.GetRequiredService<IWalletDigests>();

    public IWalletStore Store => _services.GetRequiredService<IWalletStore>();

    /// <summary>Starts the background services.</summary>
    public async Task StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(Token);
            _started.Add(service);
        }
    }

    public async Task<WalletId> OpenAsync(string owner = "owner", decimal balance = 0)
    {
        var wallet = (await Wallets.OpenAsync(owner, "USD", cancellationToken: Token)).Wallet.Id;
        if (balance > 0)
        {
            await Wallets.DepositAsync(wallet, balance, cancellationToken: Token);
        }

        return wallet;
    }

    public Task<AuditReport> AuditAsync(AuditOptions? options = null) =>
        _services.GetRequiredService<IWalletAudit>().AuditAsync(options, Token);

    public async Task AssertCleanAsync()
    {
        var report = await AuditAsync();
        Assert.True(report.IsClean, $"{report.FindingCount} findings: {string.Join(" ", report.Findings.Take(5))}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _started)
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
