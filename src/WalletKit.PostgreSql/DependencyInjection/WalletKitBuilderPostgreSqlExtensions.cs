using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using WalletKit;
using WalletKit.PostgreSql.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses PostgreSQL.</summary>
public static class WalletKitBuilderPostgreSqlExtensions
{
    /// <summary>Keeps wallets in a PostgreSQL database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">A connection string of Npgsql, as in <c>Host=db;Database=shop;Username=shop</c>.</param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    /// <exception cref="OptionsValidationException">At the start of the host: a setting breaks its rule, or another call named another database or schema.</exception>
    public static WalletKitBuilder UsePostgreSql(this WalletKitBuilder builder, string connectionString) =>
        builder.UsePostgreSql(options => (options.ConnectionString, options.DataSource) = (connectionString, null));

    /// <summary>Keeps wallets in a PostgreSQL database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where connections come from. It stays the host's to dispose of.</param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    /// <exception cref="OptionsValidationException">At the start of the host: a setting breaks its rule, or another call named another database or schema.</exception>
    public static WalletKitBuilder UsePostgreSql(this WalletKitBuilder builder, NpgsqlDataSource dataSource)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UsePostgreSql(options => (options.ConnectionString, options.DataSource) = (null, dataSource));
    }

    /// <summary>Keeps wallets in a PostgreSQL database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the database and how it is used.</param>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    /// <exception cref="OptionsValidationException">At the start of the host: a setting breaks its rule, or another call named another database or schema.</exception>
    public static WalletKitBuilder UsePostgreSql(this WalletKitBuilder builder, Action<PostgreSqlStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<PostgreSqlStoreOptions>()
            .Configure<IOptions<WalletKitOptions>>(static (options, walletKit) => options.Random = walletKit.Value.Random)
            .Configure(options => options.Choose(configure))
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlStoreOptions>, PostgreSqlStoreOptionsValidator>());
        return builder.UseStore(CreateStore);
    }

    private static PostgreSqlWalletStore CreateStore(IServiceProvider services) => new(
        services.GetRequiredService<IOptions<PostgreSqlStoreOptions>>().Value,
        services.GetRequiredService<TimeProvider>(),
        services.GetService<ILogger<PostgreSqlWalletStore>>(),
        services.GetRequiredService<IOptions<WalletKitOptions>>().Value.Clock);
}
