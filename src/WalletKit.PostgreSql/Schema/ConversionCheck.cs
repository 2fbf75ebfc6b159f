using Npgsql;
using NpgsqlTypes;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Schema;

/// <summary>Checks that a data source converts what the store sends and reads. A slim data source converts only what its builder has enabled.</summary>
internal static class ConversionCheck
{
    private static readonly (string Enable, string Sql, NpgsqlParameter[] Parameters, Func<NpgsqlDataReader, bool> Read)[] s_needed =
    [
        (nameof(NpgsqlSlimDataSourceBuilder.EnableArrays), "SELECT cardinality($1) = 1", [Parameter.Of([Guid.Empty], NpgsqlDbType.Uuid, static id => id)], static row => row.GetBoolean(Column.Only.Place)),
        (nameof(NpgsqlSlimDataSourceBuilder.EnableExtraConversions), "SELECT 1 AS number", [], static row => row.GetInt64(Column.Only.Place) == 1),
    ];

    /// <exception cref="WalletStoreException">The data source lacks a conversion; the message names the methods of the builder that bring it.</exception>
    public static async Task RunAsync(NpgsqlConnection connection)
    {
        List<string> missing = [];
        Exception? reason = null;
        foreach (var (enable, sql, parameters, read) in s_needed)
        {
            var command = new NpgsqlCommand(sql, connection);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.AddRange(parameters.Select(static parameter => parameter.Clone()).ToArray());
                try
                {
                    await ReadAsync(command, read).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is InvalidCastException or NotSupportedException)
                {
                    missing.Add($"{enable}()");
                    reason = exception;
                }
            }
        }

        if (missing.Count > 0)
        {
            throw new WalletStoreException(
                StoreFailure.CannotOpen, $"the data source cannot send or read what wallets need; call {string.Join(" and ", missing)} on its {nameof(NpgsqlSlimDataSourceBuilder)}.", reason);
        }
    }

    private static async Task ReadAsync(NpgsqlCommand command, Func<NpgsqlDataReader, bool> read)
    {
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync().ConfigureAwait(false);
            read(reader);
        }
    }
}
