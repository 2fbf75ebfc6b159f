using Microsoft.Extensions.Logging;
using Npgsql;
using WalletKit.PostgreSql.Writing;

namespace WalletKit.PostgreSql.Schema;

/// <summary>The work that is done once, before a database is used.</summary>
internal static partial class PostgreSqlOpening
{
    // Statements of the readers that are kept prepared, per connection. There are some thirty.
    private const int MaxPrepared = 64;

    /// <summary>Makes a data source from a connection string, with what the store relies on where the string does not say otherwise.</summary>
    public static NpgsqlDataSource CreateDataSource(string connectionString)
    {
        // A transaction of the host's own cannot be WalletKit's as well.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Enlist = false };
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, MaxPrepared);
        settings.ApplicationName ??= "WalletKit";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>Checks the database, and makes or migrates the tables.</summary>
    public static async Task OpenAsync(NpgsqlDataSource dataSource, PostgreSqlSchema schema, PostgreSqlStoreOptions options, ILogger logger)
    {
        try
        {
            var connection = await dataSource.OpenConnectionAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await CheckEncodingAsync(connection).ConfigureAwait(false);
                await ConnectionCheck.RunAsync(dataSource, connection, ConnectionCheck.Needed(options)).ConfigureAwait(false);
                var found = await schema.MigrateAsync(connection, options, CancellationToken.None).ConfigureAwait(false);
                await new CommitMarks(schema).CleanAsync(connection, CancellationToken.None).ConfigureAwait(false);
                LogOpened(logger, connection.Database, connection.Host, options.Schema);
                if (found > 0 && found < schema.Version)
                {
                    LogMigrated(logger, options.Schema, found, schema.Version);
                }
            }
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception))
        {
            throw PostgreSqlErrors.ToStoreException(exception);
        }
        catch (ObjectDisposedException exception)
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, "the database cannot be opened: its data source was disposed of.", exception);
        }
    }

    // Encodings other than UTF-8 cannot keep every text.
    private static async Task CheckEncodingAsync(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand("SHOW server_encoding", connection);
        await using (command.ConfigureAwait(false))
        {
            var encoding = (string?)await command.ExecuteScalarAsync().ConfigureAwait(false);
            if (encoding != "UTF8")
            {
                throw new WalletStoreException(StoreFailure.CannotOpen, $"the database '{connection.Database}' has the encoding {encoding}; it must be UTF8.");
            }
        }
    }

    [LoggerMessage(EventId = 510, Level = LogLevel.Information, Message = "Wallets are kept in the PostgreSQL database {Database} on {Server}, schema {Schema}.")]
    private static partial void LogOpened(ILogger logger, string? database, string? server, string schema);

    [LoggerMessage(EventId = 511, Level = LogLevel.Information, Message = "The schema {Schema} was migrated from version {Found} to {Version}.")]
    private static partial void LogMigrated(ILogger logger, string schema, int found, int version);
}
