using Npgsql;

namespace WalletKit.Storage.PostgreSql.Reading;

/// <summary>Reads beside the writers, each on a connection of the pool. One statement sees one state of the database.</summary>
internal sealed class PostgreSqlReader(NpgsqlDataSource dataSource)
{
    public async ValueTask<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var command = dataSource.CreateCommand(sql);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.AddRange(parameters);
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var rows = new List<T>();
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add(read(reader));
                    }

                    return rows;
                }
            }
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception))
        {
            throw PostgreSqlErrors.ToStoreException(exception);
        }
    }

    /// <summary>The only row; the default where there is none.</summary>
    public async ValueTask<T?> FindAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        await ListAsync(sql, read, cancellationToken, parameters).ConfigureAwait(false) is [var row, ..] ? row : default;

    /// <summary>Several statements that see one state of the database.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                // Ended with the connection, which gives back what is not ended.
                var batch = new QueryBatch();
                batch.Add("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                await batch.RunAsync(connection, 0, cancellationToken).ConfigureAwait(false);
                var result = await read(connection).ConfigureAwait(false);
                batch.Add("COMMIT");
                await batch.RunAsync(connection, 0, cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception))
        {
            throw PostgreSqlErrors.ToStoreException(exception);
        }
    }
}
