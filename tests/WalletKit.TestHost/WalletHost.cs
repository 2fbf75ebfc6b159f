using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.TestHost;

/// <summary>The library in this process, on a file, without background services.</summary>
internal sealed class WalletHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public WalletHost(string path, Action<SqliteStoreOptions>? configure = null, TimeProvider? timeProvider = null)
    {
        var services = new ServiceCollection();
        if (timeProvider is not null)
        {
            services.AddSingleton(timeProvider);
        }

        // A test that brings a clock moves it by hours and days on purpose.
        services.AddWalletKit(wallets => wallets.UseSqlite(options =>
        {
            options.ConnectionString = $"Data Source={path}";
            configure?.Invoke(options);
        }).AddRebates().ConfigureClock(clock => clock.MaxClockJump = timeProvider is null ? clock.MaxClockJump : TimeSpan.FromDays(3_660)));
        _services = services.BuildServiceProvider();
    }

    public IWalletService Wallets => _services.GetRequiredService<IWalletService>();

    public IRebateService Rebates => _services.GetRequiredService<IRebateService>();

    public IWalletAudit Audit => _services.GetRequiredService<IWalletAudit>();

    public IWalletDigests Digests => _services.GetRequiredService<IWalletDigests>();

    public SqliteWalletStore Store => (SqliteWalletStore)_services.GetRequiredService<WalletKit.Stores.IWalletStore>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
