namespace WalletKit.PostgreSql.Writing;

/// <summary>Updates of many rows at once, each of which is looked up by its key whatever the statistics say of the table.</summary>
internal static class KeyedUpdate
{
    /// <summary>
    /// The columns that say where a row is. A join of a table with them always looks at these places only: there is no index over places by which the server could go
    /// through the whole table, as it does by an index over the key where it takes the table for almost empty. Places differ by table where a table is partitioned.
    /// </summary>
    public const string Place = "tableoid AS row_table, ctid AS row_place";

    /// <summary>Makes the statement.</summary>
    /// <param name="table">The table, which the changes can call <c>t</c>.</param>
    /// <param name="changes">The text after <c>SET</c>.</param>
    /// <param name="wanted">The text after <c>FROM</c>: the keys and new values, called <c>u</c>.</param>
    /// <param name="key">The condition that joins a row of <c>u</c> to its row of the table.</param>
    /// <param name="wallet">The column of the wallet by which the table may be partitioned; null for a table that never is.</param>
    public static string Of(string table, string changes, string wanted, string key, string? wallet = null) =>
        $"""
        UPDATE {table} t SET {changes}
        FROM {wanted} CROSS JOIN LATERAL (SELECT {Place}{(wallet is null ? "" : $", {wallet}")} FROM {table} WHERE {key} LIMIT 1) found
        WHERE {IsAt("t", "found")}{(wallet is null ? "" : $" AND {IsIn("t", "found", wallet)}")}
        """;

    /// <summary>Makes the statement that deletes the rows.</summary>
    /// <inheritdoc cref="Of"/>
    public static string Delete(string table, string wanted, string key) =>
        $"""
        DELETE FROM {table} t
        USING {wanted} CROSS JOIN LATERAL (SELECT {Place} FROM {table} WHERE {key} LIMIT 1) found
        WHERE {IsAt("t", "found")}
        """;

    /// <summary>
    /// The condition that a row is of a wallet, by which the server looks into one partition. It is not a plain equation, by which the server could join tables in the order
    /// of an index, and so read all of it.
    /// </summary>
    public static string IsIn(string row, string found, string wallet) => $"{row}.{wallet} = ANY (ARRAY[{found}.{wallet}])";

    /// <summary>The condition that a row is at the place that something else found.</summary>
    public static string IsAt(string row, string found) => $"{row}.ctid = {found}.row_place AND {row}.tableoid = {found}.row_table";
}
