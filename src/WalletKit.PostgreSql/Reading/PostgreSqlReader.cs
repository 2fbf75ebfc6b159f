using System.Transactions;
using Npgsql;

namespace WalletKit.PostgreSql.Reading;

/// <summary>
/// Reads beside the writers, each time on a connection of the pool. One statement sees one state of the database. A read that can be repeated is repeated when its connection
/// is lost, because after a restart of the server the pool is full of lost connections.
/// </summary>
internal sealed class PostgreSqlReader(NpgsqlDataSource dataSource, PostgreSqlStoreOptions options)
{
    /// <summary>
    /// The statement that makes the server find rows by the indexes until the end of the transaction, whatever the statistics say: a plan that was made while the tables were
    /// almost empty is kept when they are full.
    /// </summary>
    public const string ByKey = "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

    private const string ReadOnly = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private readonly string _limits = $"SELECT {TransactionLimits.OfCall(options)}";
    private readonly string _noLimits = $"SELECT {TransactionLimits.Unlimited(options)}";
    private readonly string _limitedByKey = $"{ByKey}, {TransactionLimits.OfCall(options)}";

    public ValueTask<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        TryAsync(() => ListOnceAsync(sql, read, parameters, cancellationToken), cancellationToken);

    /// <summary>The same, once, where another statement has a row on the same connection before; null where it has none.</summary>
    public ValueTask<List<T>?> ListIfAsync<T>((string Sql, NpgsqlParameter[] Parameters) condition, string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        TryAsync(() => ListIfOnceAsync(condition, sql, read, parameters, cancellationToken), cancellationToken, isRepeated: false);

    /// <summary>The only row; the default where there is none.</summary>
    public async ValueTask<T?> FindAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        await ListAsync(sql, read, cancellationToken, parameters).ConfigureAwait(false) is [var row, ..] ? row : default;

    /// <summary>Several statements that see one state of the database.</summary>
    /// <param name="read">Reads them; called again where the connection was lost before it ended.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="isRepeated">Whether it is repeated; false where another server can answer.</param>
    public ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken, bool isRepeated = true) =>
        TryAsync(() => RunOnceAsync(ReadOnly, _limits, read, "ROLLBACK", cancellationToken), cancellationToken, isRepeated: isRepeated);

    /// <summary>The same for an audit, which takes as long as it takes.</summary>
    public ValueTask<T> AuditAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) =>
        TryAsync(() => RunOnceAsync(ReadOnly, _noLimits, read, "ROLLBACK", cancellationToken), cancellationToken, isLimited: false);

    /// <summary>Several statements of an audit that may write, and all of it is taken back.</summary>
    public ValueTask<T> TakeBackAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) =>
        TryAsync(() => RunOnceAsync("BEGIN", _noLimits, read, "ROLLBACK", cancellationToken), cancellationToken, isLimited: false);

    /// <summary>Runs several statements that write, in one transaction. It is not canceled.</summary>
    /// <param name="write">Runs them; called again where the connection was lost, perhaps after the commit, so that doing it twice must do no harm.</param>
    public ValueTask<T> WriteAllAsync<T>(Func<NpgsqlConnection, Task<T>> write) =>
        TryAsync(() => RunOnceAsync("BEGIN", _limits, write, "COMMIT", CancellationToken.None), CancellationToken.None);

    /// <summary>Runs a statement that writes, in a transaction of its own. It is not canceled.</summary>
    public ValueTask<List<T>> WriteAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params NpgsqlParameter[] parameters) =>
        TryAsync(() => WriteOnceAsync(sql, read, parameters), CancellationToken.None);

    /// <summary>Statements that go to the server in one round trip, and bring back its pool's connection as it was.</summary>
    /// <param name="add">Adds them; called again where the connection was lost before it ended.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async ValueTask SendAsync(Action<QueryBatch> add, CancellationToken cancellationToken) =>
        await TryAsync(() => SendOnceAsync(add, cancellationToken), cancellationToken).ConfigureAwait(false);

    private async Task<bool> SendOnceAsync(Action<QueryBatch> add, CancellationToken cancellationToken)
    {
        var batch = new QueryBatch();
        add(batch);
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await batch.RunAsync(connection, options.TimeoutSeconds, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private async ValueTask<T> TryAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken, bool isLimited = true, bool isRepeated = true)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // The store does not join a transaction of the host: a read in it would see old rows, and a failure here would end the host's transaction.
        using var apart = Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        var limit = isLimited ? new RetryPause(options) : null;
        var pause = limit;
        while (true)
        {
            try
            {
                var attempt = read();
                return await (limit?.LimitAsync(attempt, cancellationToken) ?? attempt).ConfigureAwait(false);
            }
            catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception))
            {
                if (PostgreSqlErrors.IsReadOnly(exception))
                {
                    // A session keeps the defaults with which it began, and a server that was the primary keeps its clients.
                    dataSource.Clear();
                }

                pause ??= new RetryPause(options);
                if (!isRepeated || !PostgreSqlErrors.IsWorthRetrying(exception) || pause.IsOver)
                {
                    throw PostgreSqlErrors.ToStoreException(exception);
                }
            }
            catch (ObjectDisposedException)
            {
                throw PostgreSqlWalletStore.Closed();
            }

            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<T>> ListOnceAsync<T>(string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await ListAsync(connection, sql, read, parameters, isKept: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<T>?> ListIfOnceAsync<T>(
        (string Sql, NpgsqlParameter[] Parameters) condition, string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        var isMet = false;
        var rows = new List<T>();
        var batch = new QueryBatch();
        batch.Add(_limitedByKey, static _ => { });
        batch.Add(condition.Sql, _ => isMet = true, condition.Parameters);

        // Each statement sees what is there when it begins, so the rows are not older than the condition.
        batch.Add(sql, row => rows.Add(read(row)), [.. parameters.Select(static parameter => parameter.Clone())]);
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await batch.RunAsync(connection, options.TimeoutSeconds, cancellationToken, isKept: false).ConfigureAwait(false);
        }

        return isMet ? rows : null;
    }

    private async Task<List<T>> WriteOnceAsync<T>(string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters)
    {
        var connection = await dataSource.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await ListAsync(connection, sql, read, parameters, isKept: true, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<List<T>> ListAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, bool isKept, CancellationToken cancellationToken)
    {
        // Statements that are sent together without a BEGIN are one transaction, and the settings end with it. A parameter belongs to one command, and this may be a second
        // attempt.
        var rows = new List<T>();
        var batch = new QueryBatch();
        batch.Add(_limitedByKey, static _ => { });
        batch.Add(sql, row => rows.Add(read(row)), [.. parameters.Select(static parameter => parameter.Clone())]);
        await batch.RunAsync(connection, options.TimeoutSeconds, cancellationToken, isKept).ConfigureAwait(false);
        return rows;
    }

    private async Task<T> RunOnceAsync<T>(string begin, string limits, Func<NpgsqlConnection, Task<T>> read, string end, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Returning the connection to the pool ends the transaction, because the pool rolls back an open one.
            var batch = new QueryBatch();
            batch.Add(begin);
            batch.Add(limits, static _ => { });
            await batch.RunAsync(connection, options.TimeoutSeconds, cancellationToken).ConfigureAwait(false);
            var result = await read(connection).ConfigureAwait(false);
            batch.Add(end);
            await batch.RunAsync(connection, options.TimeoutSeconds, cancellationToken).ConfigureAwait(false);
            return result;
        }
    }
}
