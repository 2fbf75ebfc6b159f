using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using WalletKit.EntityFrameworkCore.Mapping;

namespace WalletKit;

/// <summary>Adds wallets to the model of a host's context.</summary>
public static class WalletKitModelExtensions
{
    /// <summary>Maps properties that are ids of wallets, transactions and holds. It is called in <c>ConfigureConventions</c>.</summary>
    /// <remarks>
    /// A <see cref="WalletId"/> is kept as a BLOB of 16 bytes on SQLite and as a uuid on PostgreSQL, as in the tables of WalletKit. A <see cref="TransactionId"/> and a <see cref="HoldId"/> are kept as their text.
    /// </remarks>
    /// <param name="configuration">The conventions of the context.</param>
    /// <param name="database">The context's <see cref="DbContext.Database"/>, which tells the provider.</param>
    /// <exception cref="ArgumentException">The provider is neither SQLite nor PostgreSQL.</exception>
    public static ModelConfigurationBuilder UseWalletKit(this ModelConfigurationBuilder configuration, DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(database);
        if (Provider.IsSqlite(database))
        {
            configuration.Properties<WalletId>().HaveConversion<WalletIdToBytes>();
        }
        else
        {
            configuration.Properties<WalletId>().HaveConversion<WalletIdToGuid>();
        }

        configuration.Properties<TransactionId>().HaveConversion<IdToText<TransactionId>>();
        configuration.Properties<HoldId>().HaveConversion<IdToText<HoldId>>();
        return configuration;
    }

    /// <summary>Adds <see cref="WalletBalanceRow"/> and <see cref="WalletHistoryRow"/> for queries. It is called in <c>OnModelCreating</c>.</summary>
    /// <remarks>Migrations and <c>EnsureCreated</c> make nothing of them: the store makes its tables and views.</remarks>
    /// <param name="model">The model of the context.</param>
    /// <param name="database">The context's <see cref="DbContext.Database"/>, which tells the provider.</param>
    /// <param name="schema">On PostgreSQL: the schema of the store.</param>
    /// <exception cref="ArgumentException">The provider is neither SQLite nor PostgreSQL.</exception>
    public static ModelBuilder UseWalletKit(this ModelBuilder model, DatabaseFacade database, string schema = PostgreSqlStoreOptions.DefaultSchema)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(schema);
        if (Provider.IsSqlite(database))
        {
            SqliteRows.AddTo(model);
        }
        else
        {
            PostgreSqlRows.AddTo(model, schema);
        }

        return model;
    }
}
