using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Schema;

/// <summary>
/// Whether the store may write. A standby, a session whose transactions are read-only, and a role that may only read, can be read and audited, and nothing is written by the way.
/// </summary>
internal static class WriteAccess
{
    /// <summary>The expression for it.</summary>
    public static string Sql(PostgreSqlSchema schema) =>
        $"(NOT current_setting('transaction_read_only')::boolean AND has_any_column_privilege('{schema["wallets"]}', 'UPDATE'))";

    public static async Task<bool> IsGivenAsync(NpgsqlConnection connection, PostgreSqlSchema schema)
    {
        var command = new NpgsqlCommand($"SELECT {Sql(schema)}", connection);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync().ConfigureAwait(false) is true;
        }
    }

    public static ValueTask<bool> IsGivenAsync(PostgreSqlReader reader, PostgreSqlSchema schema, CancellationToken cancellationToken) =>
        reader.FindAsync($"SELECT {Sql(schema)}", static row => PostgreSqlRows.Row(row).Flag(Column.Only), cancellationToken);
}
