using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WalletKit;
using WalletKit.Auditing;
using WalletKit.DependencyInjection;
using WalletKit.Diagnostics;
using WalletKit.Digests;
using WalletKit.Locking;
using WalletKit.Model;
using WalletKit.Pipeline;
using WalletKit.Rebates;
using WalletKit.Service;
using WalletKit.Service.Erasing;
using WalletKit.Service.Holds;
using WalletKit.Service.Keys;
using WalletKit.Service.Rates;
using WalletKit.Service.Sections;
using WalletKit.Service.Transfers;
using WalletKit.Storage;
using WalletKit.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds WalletKit to a host.</summary>
public static class WalletKitServiceCollectionExtensions
{
    /// <summary>Adds the services of WalletKit.</summary>
    /// <remarks>
    /// The services are <see cref="IWalletService"/>, <see cref="IRebateService"/>, <see cref="IWalletAudit"/> and <see cref="IWalletDigests"/>. By default,
    /// wallets are kept in SQLite, in <c>wallets.db</c> in the content root of the host; outside Development a warning names the full path. Deposits earn no
    /// rebates by default: <see cref="WalletKitBuilder.AddRebates()"/> turns them on. A second call adds to the choices of the first, and nothing twice; two
    /// calls that choose different stores, or different files, are refused.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Chooses the store, the rebates and the currencies; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    /// <exception cref="OptionsValidationException">At the start of the host: a setting breaks its rule; the message names it.</exception>
    public static IServiceCollection AddWalletKit(this IServiceCollection services, Action<WalletKitBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services);
#pragma warning disable RS0030 // The one place where the system's clock is chosen; a host that registered its own keeps it.
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.TryAddSingleton(provider => new RandomSource(provider.GetRequiredService<IOptions<WalletKitOptions>>().Value.Random));
        services.TryAddSingleton<WalletLocks>();
        services.TryAddSingleton<WalletMetrics>();
        services.TryAddSingleton(provider => new CurrencyCatalog(provider.GetRequiredService<IOptions<WalletKitOptions>>().Value.Currencies));
        services.TryAddSingleton<IWalletStore>(WalletKitBuilder.CreateSqliteStore);
        services.TryAddSingleton<IWalletService, WalletService>();
        services.TryAddSingleton<IWalletReader>(static provider => provider.GetRequiredService<IWalletService>());
        services.TryAddSingleton<IWalletDigests, WalletDigests>();
        services.TryAddSingleton<SectionScope>();
        services.TryAddSingleton(provider => new AmbientTransactions(provider.GetRequiredService<IOptions<WalletKitOptions>>().Value.IgnoreAmbientTransaction));
        services.TryAddSingleton<SectionRunner>();
        services.TryAddSingleton<CommandPreparation>();
        services.TryAddSingleton<ICommandPipeline, CommandPipeline>();
        services.TryAddSingleton<IWalletAudit>(provider => new WalletAudit(provider.GetRequiredService<IWalletStore>()));
        services.TryAddSingleton<OwnerTransferTermsInForce>();
        services.TryAddSingleton(new ExchangeRateSource(static provider => provider.GetService<IExchangeRateProvider>(), IsChosen: false));
        services.TryAddSingleton<ExchangeRates>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartLog>());
        AddRebates(services);
        AddSweeps(services);
        configure?.Invoke(new WalletKitBuilder(services));
        return services;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<WalletKitOptions>().ValidateOnStart();
        services.AddOptions<RebateOptions>().ValidateOnStart();
        services.AddOptions<HoldSweepOptions>().ValidateOnStart();
        services.AddOptions<OwnerTransferOptions>().ValidateOnStart();
        services.AddOptions<SqliteStoreOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<SqliteStoreOptions>, DefaultSqliteFile>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WalletKitOptions>, WalletKitOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RebateOptions>, RebateOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HoldSweepOptions>, HoldSweepOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OwnerTransferOptions>, OwnerTransferOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>());
    }

    private static void AddSweeps(IServiceCollection services)
    {
        services.TryAddSingleton<HoldSweep>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HoldSweeper>());
        services.TryAddSingleton<TextSweep>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TextSweeper>());
        services.TryAddSingleton<KeySweep>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KeySweeper>());
    }

    private static void AddRebates(IServiceCollection services)
    {
        services.TryAddSingleton<RebateSettings>();
        services.TryAddSingleton<IOptionsMonitor<RebateOptions>>(static provider => provider.GetRequiredService<RebateSettings>());
        services.TryAddSingleton<RebateTermsInForce>();
        services.TryAddSingleton<RebateSignal>();
        services.TryAddSingleton<RebateProcessor>();
        services.TryAddSingleton<IRebateService, RebateService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StoreOpener>());
    }
}
