using Npgsql;

namespace WalletKit.PostgreSql.Reading;

/// <summary>Statements that go to the server in one round trip, in order.</summary>
internal sealed class QueryBatch
{
    private readonly List<Query> _queries = [];

    public int Count => _queries.Count;

    /// <summary>Adds a statement that has no rows.</summary>
    public void Add(string sql, params NpgsqlParameter[] parameters) => _queries.Add(new Query(sql, parameters, null));

    /// <summary>Adds a statement whose rows say nothing. Without this, its rows would be taken for those of the next statement that is visited.</summary>
    public void AddUnread(string sql, params NpgsqlParameter[] parameters) => Add(sql, static _ => { }, parameters);

    /// <summary>Adds a statement that has rows.</summary>
    public void Add(string sql, Action<NpgsqlDataReader> visit, params NpgsqlParameter[] parameters) => _queries.Add(new Query(sql, parameters, visit));

    /// <summary>Sends all of it, visits the rows as they come, and is empty again.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="timeoutSeconds">How long the server may take; 0 for ever.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="isKept">Whether the connection keeps the statements prepared. Reads have so many different statements that the driver decides which are worth it.</param>
    public async Task RunAsync(NpgsqlConnection connection, int timeoutSeconds, CancellationToken cancellationToken, bool isKept = true)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds };
        await using (batch.ConfigureAwait(false))
        {
            foreach (var query in _queries)
            {
                var command = new NpgsqlBatchCommand(query.Sql);
                foreach (var parameter in query.Parameters)
                {
                    command.Parameters.Add(parameter);
                }

                batch.BatchCommands.Add(command);
            }

            if (isKept)
            {
                // This asks the server only for the statements that this connection has not prepared yet.
                await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            }

            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                foreach (var query in _queries)
                {
                    // Statements without rows are passed over by the reader itself.
                    if (query.Visit is not { } visit)
                    {
                        continue;
                    }

                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        visit(reader);
                    }

                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                }

                // The results are read to the very end, because an error of a later statement comes to light only then.
                while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
                {
                }
            }
        }

        _queries.Clear();
    }

    public void Clear() => _queries.Clear();
}
