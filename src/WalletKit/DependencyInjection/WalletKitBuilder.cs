using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletKit;
using WalletKit.Money;
using WalletKit.Rebates;
using WalletKit.Storage;
using WalletKit.Storage.InMemory;
using WalletKit.Storage.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the parts of WalletKit. What is chosen last holds.</summary>
public sealed class WalletKitBuilder
{
    internal WalletKitBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Keeps wallets in a SQLite file.</summary>
    /// <param name="connectionString">Names the file, as in <c>Data Source=wallets.db</c>.</param>
    public WalletKitBuilder UseSqlite(string connectionString) => UseSqlite(options => options.ConnectionString = connectionString);

    /// <summary>Keeps wallets in a SQLite file.</summary>
    /// <param name="configure">Sets the file and how it is kept.</param>
    public WalletKitBuilder UseSqlite(Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return UseStore(CreateSqliteStore);
    }

    /// <summary>Keeps wallets in the memory of the process: they end with it.</summary>
    public WalletKitBuilder UseInMemory() =>
        UseStore(services => new InMemoryWalletStore(services.GetRequiredService<TimeProvider>()));

    /// <summary>Keeps wallets in a store of the host's own, which is disposed of with the host.</summary>
    public WalletKitBuilder UseStore(Func<IServiceProvider, IWalletStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton(create));
        return this;
    }

    /// <summary>Sets how rebates are earned and paid. They are on, at 1 %, unless set otherwise.</summary>
    public WalletKitBuilder AddRebates(Action<RebateOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <summary>
    /// Adds a rebate policy of the host's own. The one added last is in force for new deposits; the others still settle what was
    /// earned under them.
    /// </summary>
    public WalletKitBuilder AddRebatePolicy(Func<IServiceProvider, IRebatePolicy> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddSingleton(create);
        return this;
    }

    /// <summary>Sets how it is recorded that holds have expired.</summary>
    public WalletKitBuilder AddHoldSweep(Action<HoldSweepOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <summary>Adds where exchange rates come from, for transfers between currencies that name none.</summary>
    public WalletKitBuilder AddExchangeRates(Func<IServiceProvider, IExchangeRateProvider> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton(create));
        return this;
    }

    /// <summary>Sets what holds for transfers that owners ask for, as through the HTTP endpoints.</summary>
    public WalletKitBuilder AddOwnerTransfers(Action<OwnerTransferOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <summary>Adds a policy that says whom owners may pay. Of several, all must allow a transfer.</summary>
    public WalletKitBuilder AddTransferPolicy(Func<IServiceProvider, ITransferPolicy> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddSingleton(create);
        return this;
    }

    /// <summary>Declares a currency that ISO 4217 does not know.</summary>
    /// <param name="code">2 to 16 capital letters or digits, the first a letter.</param>
    /// <param name="exponent">How many decimals it has, 0 to 18.</param>
    /// <exception cref="InvalidInputException">The code or the exponent breaks its rule.</exception>
    public WalletKitBuilder AddCurrency(string code, int exponent)
    {
        var currency = Currency.Declare(code, exponent);
        Services.Configure<WalletKitOptions>(options => options.Currencies.Add(currency));
        return this;
    }

    internal static IWalletStore CreateSqliteStore(IServiceProvider services) => new SqliteWalletStore(
        services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value,
        services.GetRequiredService<TimeProvider>(),
        services.GetService<ILogger<SqliteWalletStore>>());
}
