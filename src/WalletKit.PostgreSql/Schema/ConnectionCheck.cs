using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Schema;

/// <summary>
/// Checks that the database gives as many connections as the store uses at the same time, and that each is a session of its own. A pooler that is too small
/// keeps a caller waiting without a word. A pooler that gives each transaction another session loses the store's settings, or shows them to other programs.
/// </summary>
internal static class ConnectionCheck
{
    // Each writer commits on one connection, waits on another for the locks of other programs, and runs a participant on a third. The news of rebates and a reader have one each.
    private const int PerWriter = 3;
    private const int Besides = 2;

    private static readonly ColumnList s_session = new();
    private static readonly Column s_process = s_session.Add("pg_backend_pid()");
    private static readonly Column s_server = s_session.Add("pg_postmaster_start_time()");

    // A server gives a connection within milliseconds. A pooler lets its client wait for minutes.
    private const int LimitSeconds = 10;

    /// <summary>The number of connections that a store uses at the same time.</summary>
    public static int Needed(PostgreSqlStoreOptions options) => (PerWriter * options.Writers) + Besides;

    /// <summary>How many participants one writer runs at once: as many as the options allow, and at least one, as long as the driver's pool has room for them.</summary>
    public static int ParticipantsPerWriter(PostgreSqlStoreOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.DataSource?.ConnectionString ?? options.ConnectionString);
        var room = settings.Pooling ? 1 + ((settings.MaxPoolSize - Needed(options)) / options.Writers) : int.MaxValue;
        return Math.Max(1, Math.Min((options.MaxParticipants + options.Writers - 1) / options.Writers, room));
    }

    /// <summary>Opens the connections, asks each for its session, and closes them again.</summary>
    /// <param name="dataSource">The source of the connections.</param>
    /// <param name="first">The connection that is open already.</param>
    /// <param name="needed">How many connections there must be, with the first.</param>
    /// <exception cref="TooFewConnectionsException">There are fewer, for this moment at least.</exception>
    /// <exception cref="WalletStoreException">They share sessions.</exception>
    public static async Task RunAsync(NpgsqlDataSource dataSource, NpgsqlConnection first, int needed)
    {
        var sessions = new Dictionary<NpgsqlConnection, (int, DateTime)>();
        try
        {
            sessions[first] = await ReadSessionAsync(first).ConfigureAwait(false);
            while (sessions.Count < needed)
            {
                await AddAsync(dataSource, sessions, needed).ConfigureAwait(false);
            }

            // Where a pooler had a free session for each connection, the order in which it gives them changes from one transaction to the next.
            foreach (var (connection, session) in sessions)
            {
                ThrowIfShared(await ReadSessionAsync(connection).ConfigureAwait(false) != session);
            }
        }
        finally
        {
            foreach (var connection in sessions.Keys.Where(connection => connection != first))
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task AddAsync(NpgsqlDataSource dataSource, Dictionary<NpgsqlConnection, (int, DateTime)> sessions, int needed)
    {
        NpgsqlConnection? connection = null;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(LimitSeconds));
            connection = await dataSource.OpenConnectionAsync(limit.Token).ConfigureAwait(false);
            var session = await ReadSessionAsync(connection).ConfigureAwait(false);
            ThrowIfShared(sessions.ContainsValue(session));
            sessions[connection] = session;
        }
        catch (Exception exception)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            if (exception is OperationCanceledException or NpgsqlException { InnerException: TimeoutException })
            {
                throw new TooFewConnectionsException(
                    $"the database gave {sessions.Count} of the {needed} connections that the store uses at the same time, and kept it waiting for the next. A pooler needs a pool of at least"
                    + $" {needed} for each host, and the connection string a maximum pool size of as many; fewer {nameof(PostgreSqlStoreOptions.Writers)} need fewer connections.",
                    exception);
            }

            throw;
        }
    }

    // A process id alone may come again after a restart of the server.
    private static async Task<(int Process, DateTime Server)> ReadSessionAsync(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand($"SELECT {s_session.Names}", connection) { CommandTimeout = LimitSeconds };
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync().ConfigureAwait(false);
                var row = PostgreSqlRows.Row(reader);
                return (row.Int32(s_process), reader.GetDateTime(s_server.Place));
            }
        }
    }

    private static void ThrowIfShared(bool isShared)
    {
        if (isShared)
        {
            throw new WalletStoreException(
                StoreFailure.CannotOpen,
                "connections to the database share sessions: a pooler is in transaction mode or statement mode, or the driver multiplexes. Wallets need a session for each connection:"
                + " a pooler in session mode, or the server itself.");
        }
    }
}
