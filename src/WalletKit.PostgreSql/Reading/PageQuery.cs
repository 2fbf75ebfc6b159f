using Npgsql;

namespace WalletKit.PostgreSql.Reading;

/// <summary>
/// A statement for a page of a list. The server cuts it by count and by bytes, before it reads texts that it keeps beside their rows: their size is known without them. One column
/// more says how many rows were found, one more than the page may have at most, so that the reader knows whether the list goes on.
/// </summary>
internal static class PageQuery
{
    /// <summary>Makes the statement.</summary>
    /// <param name="columns">The columns of the SELECT, from the rows and from the tables that are joined to them.</param>
    /// <param name="rows">The SELECT of the rows: all columns, from a table under its alias, with the conditions; without order.</param>
    /// <param name="alias">The alias of the table, which names the rows outside as well.</param>
    /// <param name="join">The joins to the rows of the page.</param>
    /// <param name="order">The order of the list, by columns of the table.</param>
    /// <param name="bytes">The bytes of a row's texts.</param>
    /// <param name="limit">The parameter that says how many rows the page may have.</param>
    /// <param name="complete">Adds columns of other tables to the rows that were found; null for none.</param>
    /// <param name="found">The same order by columns of the table in which the rows are found; null for <paramref name="order"/>.</param>
    public static string Create(string columns, string rows, string alias, string join, string order, string bytes, string limit, Func<string, string>? complete = null, string? found = null) =>
        $"""
        SELECT {columns}, {alias}.page_found FROM (
            SELECT {alias}.*, count(*) OVER () AS page_found, row_number() OVER (ORDER BY {order}) AS page_place,
                coalesce(sum(page_bytes) OVER (ORDER BY {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS page_before
            FROM (SELECT {alias}.*, {bytes} AS page_bytes FROM ({(complete ?? AsTheyAre)($"{rows} ORDER BY {found ?? order} LIMIT {limit} + 1")}) {alias}) {alias}) {alias} {join}
        WHERE {alias}.page_place <= {limit} AND {alias}.page_before < {PageText.MaxBytes}
        ORDER BY {alias}.page_place
        """;

    private static string AsTheyAre(string rows) => rows;

    /// <summary>The size of a text that may be NULL.</summary>
    public static string SizeOf(string text) => $"coalesce(octet_length({text}), 0)";

    /// <summary>The stored size of metadata that may be NULL.</summary>
    public static string SizeOfJson(string json) => $"coalesce(pg_column_size({json}), 0)";

    /// <summary>Reads the page.</summary>
    public static async ValueTask<Page<T>> ReadPageAsync<T>(
        this PostgreSqlReader reader, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        PageOf(await reader.ListAsync(sql, row => ReadFound(row, read), cancellationToken, parameters).ConfigureAwait(false));

    /// <summary>Reads a row, and the number of rows that were found.</summary>
    public static (T Row, long Found) ReadFound<T>(NpgsqlDataReader row, Func<NpgsqlDataReader, T> read) => (read(row), row.GetInt64(row.FieldCount - 1));

    /// <summary>The page of rows that were read by <see cref="ReadFound"/>.</summary>
    public static Page<T> PageOf<T>(List<(T Row, long Found)> rows) => new(rows.ConvertAll(static row => row.Row), hasMore: rows.Count > 0 && rows[0].Found > rows.Count);
}
