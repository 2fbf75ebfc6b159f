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
        SetHosts(settings);
        if (!settings.ShouldSerialize("TCP Keepalive") && settings.Host?.Contains('/', StringComparison.Ordinal) is false)
        {
            // Otherwise a connection that broke silently looks for hours like a server that has nothing to say.
            (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, 10, 5);
        }

        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    // Among several hosts one takes writes, and after a failover it is another one.
    private static void SetHosts(NpgsqlConnectionStringBuilder settings)
    {
        if (settings.Host?.Contains(',', StringComparison.Ordinal) is not true)
        {
            return;
        }

        settings.TargetSessionAttributes ??= "primary";
        if (!settings.ShouldSerialize("Host Recheck Seconds"))
        {
            settings.HostRecheckSeconds = 1;
        }
    }

    /// <summary>Checks the database, and makes or migrates the tables. A failure that may pass, such as a server that is still starting, is tried again for the retry timeout.</summary>
    public static async Task OpenAsync(NpgsqlDataSource dataSource, PostgreSqlSchema schema, PostgreSqlStoreOptions options, ILogger logger)
    {
        var pause = new RetryPause(options);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await OpenOnceAsync(dataSource, schema, options, pause, logger).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception))
            {
                if (pause.IsOver || IsLasting(dataSource, exception))
                {
                    throw PostgreSqlErrors.ToStoreException(exception);
                }

                if (PostgreSqlErrors.IsReadOnly(exception))
                {
                    dataSource.Clear();
                }

                if (attempt == 1)
                {
                    LogNotOpenedYet(logger, options.RetryTimeout, exception);
                }
            }
            catch (TooFewConnectionsException exception) when (pause.IsOver)
            {
                throw new WalletStoreException(StoreFailure.CannotOpen, exception.Message, exception.InnerException);
            }
            catch (TooFewConnectionsException)
            {
                // Tried again below.
            }
            catch (ObjectDisposedException exception)
            {
                throw new WalletStoreException(StoreFailure.CannotOpen, "the database cannot be opened: its data source was disposed of.", exception);
            }

            await pause.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task OpenOnceAsync(NpgsqlDataSource dataSource, PostgreSqlSchema schema, PostgreSqlStoreOptions options, RetryPause pause, ILogger logger)
    {
        var connection = await pause.OpenAsync(dataSource.OpenConnectionAsync(), CancellationToken.None).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await CheckEncodingAsync(connection).ConfigureAwait(false);
            await ConversionCheck.RunAsync(connection).ConfigureAwait(false);
            await ConnectionCheck.RunAsync(dataSource, connection, ConnectionCheck.Needed(options)).ConfigureAwait(false);
            var found = await schema.MigrateAsync(connection, options, CancellationToken.None).ConfigureAwait(false);
            if (await WriteAccess.IsGivenAsync(connection, schema).ConfigureAwait(false))
            {
                await new CommitMarks(schema, options).CleanAsync(connection, CancellationToken.None).ConfigureAwait(false);
            }

            LogOpened(logger, connection.Database, connection.Host, options.Schema);
            if (found > 0 && found < schema.Version)
            {
                LogMigrated(logger, options.Schema, found, schema.Version);
            }
        }
    }

    // The driver gives no inner exception where a setting is wrong, such as a missing password. Among several hosts it also gives none where no host is the primary, and one
    // may soon become it.
    private static bool IsLasting(NpgsqlDataSource dataSource, Exception exception) =>
        !PostgreSqlErrors.IsWorthRetrying(exception) || (PostgreSqlErrors.IsOfSettings(exception) && !HasSeveralHosts(dataSource));

    private static bool HasSeveralHosts(NpgsqlDataSource dataSource) =>
        new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).Host?.Contains(',', StringComparison.Ordinal) is true;

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

    [LoggerMessage(EventId = 512, Level = LogLevel.Warning, Message = "The database cannot be opened yet. It is tried again for {RetryTimeout}.")]
    private static partial void LogNotOpenedYet(ILogger logger, TimeSpan retryTimeout, Exception exception);
}
