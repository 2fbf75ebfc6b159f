using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletKit;
using WalletKit.DependencyInjection;
using WalletKit.Service.Rates;
using WalletKit.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Chooses the parts of WalletKit. A host has one store: calls that choose two different ones are refused. A setting that is set twice holds as it was
/// set last.
/// </summary>
public sealed partial class WalletKitBuilder
{
    internal WalletKitBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Keeps wallets in a SQLite file.</summary>
    /// <param name="connectionString">Names the file, as in <c>Data Source=wallets.db</c>: a relative path begins at the working directory.</param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    /// <exception cref="OptionsValidationException">At the start of the host: the connection string is null, empty or wrong, or another call named another file.</exception>
    public WalletKitBuilder UseSqlite(string connectionString) => UseSqlite(options => options.ConnectionString = connectionString);

    /// <summary>Keeps wallets in a SQLite file.</summary>
    /// <param name="configure">Sets the file and how it is kept; without a file it is <c>wallets.db</c> in the content root of the host.</param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    /// <exception cref="OptionsValidationException">At the start of the host: a setting breaks its rule, or another call named another file.</exception>
    public WalletKitBuilder UseSqlite(Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure<SqliteStoreOptions>(options => options.Choose(configure));
        return UseStore(CreateSqliteStore);
    }

    /// <summary>Keeps wallets in the memory of the process: they end with it.</summary>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    public WalletKitBuilder UseInMemory() => UseStore(CreateInMemoryStore);

    /// <summary>Keeps wallets in a store of the host's own, which is disposed of with the host.</summary>
    /// <typeparam name="TStore">The type of the store, by which messages name it.</typeparam>
    /// <param name="create">Makes the store. Calls that name one and the same method agree; two methods are two stores.</param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    public WalletKitBuilder UseStore<TStore>(Func<IServiceProvider, TStore> create)
        where TStore : class, IWalletStore
    {
        ArgumentNullException.ThrowIfNull(create);
        if (StoreChoice.IsFirst(Services, new StoreChoice(typeof(TStore).Name, create)))
        {
            Services.Replace(ServiceDescriptor.Singleton<IWalletStore>(create));
        }

        return this;
    }

    /// <summary>Sets how it is recorded that holds have expired.</summary>
    public WalletKitBuilder AddHoldSweep(Action<HoldSweepOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <summary>Configures how far the clock is trusted.</summary>
    public WalletKitBuilder ConfigureClock(Action<ClockOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure<WalletKitOptions>(options => configure(options.Clock));
        return this;
    }

    /// <summary>
    /// Adds where exchange rates come from, for transfers between currencies that name none. Each look-up resolves the provider in a scope of its own, as a scoped service
    /// unless the host registers the type itself.
    /// </summary>
    /// <typeparam name="TProvider">The type of the provider.</typeparam>
    public WalletKitBuilder AddExchangeRates<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>()
        where TProvider : class, IExchangeRateProvider
    {
        Services.TryAddScoped<TProvider>();
        return AddExchangeRates(static services => services.GetRequiredService<TProvider>());
    }

    /// <summary>Adds where exchange rates come from, for transfers between currencies that name none.</summary>
    /// <param name="create">Called for each look-up, with the services of a scope of its own. What it returns is not disposed of.</param>
    public WalletKitBuilder AddExchangeRates(Func<IServiceProvider, IExchangeRateProvider> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton(new ExchangeRateSource(create, IsChosen: true)));
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
    /// <param name="exponent">
    /// How many decimals it has, 0 to 18. Balances are 64-bit numbers of minor units, so the decimals say how large one can become: with 2 decimals
    /// 92 quadrillion units, with 8 it is 92 billion, with 12 it is 9.2 million, and with 18 no more than 9.22 units. <see cref="Currency.MaxBalance"/> is the exact
    /// number, which the host logs when it starts. Wallets that stand keep the decimals of their opening.
    /// </param>
    /// <exception cref="InvalidInputException">The code or the exponent breaks its rule.</exception>
    public WalletKitBuilder AddCurrency(string code, int exponent)
    {
        var currency = Currency.Declare(code, exponent);
        Services.Configure<WalletKitOptions>(options => options.Currencies.Add(currency));
        return this;
    }

    internal static SqliteWalletStore CreateSqliteStore(IServiceProvider services) => new SqliteWalletStore(
        services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value,
        services.GetRequiredService<TimeProvider>(),
        services.GetService<ILogger<SqliteWalletStore>>(),
        services.GetRequiredService<IOptions<WalletKitOptions>>().Value.Clock);

    private static InMemoryWalletStore CreateInMemoryStore(IServiceProvider services) => new(
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IOptions<WalletKitOptions>>().Value.Clock,
        services.GetService<ILogger<InMemoryWalletStore>>());
}
