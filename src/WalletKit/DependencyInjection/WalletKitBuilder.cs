using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletKit;
using WalletKit.DependencyInjection;
using WalletKit.Service.Rates;
using WalletKit.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the parts of WalletKit.</summary>
/// <remarks>
/// A host has one store: calls that choose two different stores are refused. If a setting is set twice, the last value is in force.
/// </remarks>
public sealed partial class WalletKitBuilder
{
    internal WalletKitBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Keeps wallets in a SQLite file.</summary>
    /// <param name="connectionString">
    /// The connection string that names the file: <c>Data Source=wallets.db</c>, for example. A relative path begins at the working directory.
    /// </param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    /// <exception cref="OptionsValidationException">At the start of the host: the connection string is null, empty or wrong, or another call named another file.</exception>
    public WalletKitBuilder UseSqlite(string connectionString) => UseSqlite(options => options.ConnectionString = connectionString);

    /// <summary>Keeps wallets in a SQLite file.</summary>
    /// <param name="configure">Sets the file and the way in which it is kept. Without a file it is <c>wallets.db</c> in the content root of the host.</param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    /// <exception cref="OptionsValidationException">At the start of the host: a setting breaks its rule, or another call named another file.</exception>
    public WalletKitBuilder UseSqlite(Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure<SqliteStoreOptions>(options => options.Choose(configure));
        return UseStore(CreateSqliteStore);
    }

    /// <summary>Keeps wallets in the memory of the process; they are lost when the process ends.</summary>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    public WalletKitBuilder UseInMemory() => UseStore(CreateInMemoryStore);

    /// <summary>Keeps wallets in a store of the host's own, which is disposed of with the host.</summary>
    /// <typeparam name="TStore">The type of the store, by which messages name it.</typeparam>
    /// <param name="create">Makes the store. Two calls agree if they name the same method; two methods are two stores.</param>
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

    /// <summary>Sets how the expiry of holds is recorded.</summary>
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

    /// <summary>Adds the source of exchange rates for transfers between currencies that name no rate.</summary>
    /// <remarks>
    /// Each look-up resolves the provider in a scope of its own; it is a scoped service unless the host registers the type itself.
    /// </remarks>
    /// <typeparam name="TProvider">The type of the provider.</typeparam>
    public WalletKitBuilder AddExchangeRates<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>()
        where TProvider : class, IExchangeRateProvider
    {
        Services.TryAddScoped<TProvider>();
        return AddExchangeRates(static services => services.GetRequiredService<TProvider>());
    }

    /// <summary>Adds the source of exchange rates for transfers between currencies that name no rate.</summary>
    /// <param name="create">Called for each look-up, with the services of a scope of its own. The provider that it returns is not disposed of.</param>
    public WalletKitBuilder AddExchangeRates(Func<IServiceProvider, IExchangeRateProvider> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton(new ExchangeRateSource(create, IsChosen: true)));
        return this;
    }

    /// <summary>Sets the rules for transfers that owners ask for, through the HTTP endpoints for example.</summary>
    public WalletKitBuilder AddOwnerTransfers(Action<OwnerTransferOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <summary>Adds a policy that says which wallets owners may pay. If there are several policies, all must allow a transfer.</summary>
    public WalletKitBuilder AddTransferPolicy(Func<IServiceProvider, ITransferPolicy> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddSingleton(create);
        return this;
    }

    /// <summary>Declares a currency that ISO 4217 does not know.</summary>
    /// <param name="code">The code: 2 to 16 capital letters or digits, the first a letter.</param>
    /// <param name="exponent">
    /// The number of decimals, 0 to 18. Balances are 64-bit numbers of minor units, so the decimals set the largest balance: with 2 decimals it is
    /// 92 quadrillion units, with 8 it is 92 billion, with 12 it is 9.2 million, and with 18 no more than 9.22 units. <see cref="Currency.MaxBalance"/> is the
    /// exact number, which the host logs when it starts. Existing wallets keep the decimals of their opening.
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
