using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Schema;

/// <summary>The place of a store's tables: the server, as long as it runs, the database, and the id of the store.</summary>
/// <param name="reader">The reader of the store.</param>
/// <param name="schema">The schema of the tables.</param>
internal sealed class StorePlace(PostgreSqlReader reader, PostgreSqlSchema schema)
{
    /// <summary>The place as a text, in a SELECT from the table of the version.</summary>
    /// <remarks>The time as a number, because its text depends on settings of the session.</remarks>
    public const string Sql = "concat_ws('/', extract(epoch FROM pg_postmaster_start_time()), current_database(), store_id)";

    private readonly string _ask = $"SELECT {Sql} FROM {schema["schema"]} WHERE only_row";
    private volatile string? _known;

    /// <summary>Whether a place is that of the store. It is asked for anew where it is another one, because the server may have been started anew.</summary>
    public async ValueTask<bool> IsAsync(string place, CancellationToken cancellationToken) =>
        _known == place || place == (_known = await reader.FindAsync(_ask, static row => PostgreSqlRows.Row(row).Text(Column.Only), cancellationToken).ConfigureAwait(false));
}
