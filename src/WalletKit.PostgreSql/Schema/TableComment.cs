namespace WalletKit.PostgreSql.Schema;

/// <summary>The comments on a table or a view and on its columns, for a reader of the database.</summary>
/// <param name="Kind"><c>TABLE</c> or <c>VIEW</c>.</param>
/// <param name="Name">The name of the table or view.</param>
/// <param name="Text">The comment on it.</param>
/// <param name="Columns">The comment on each column.</param>
internal sealed record TableComment(string Kind, string Name, string Text, params (string Name, string Text)[] Columns)
{
    /// <summary>The statements that give the comments to the server.</summary>
    public string Sql => string.Join(
        '\n',
        Columns.Select(column => $"COMMENT ON COLUMN {Name}.{column.Name} IS {Quote(column.Text)};").Prepend($"COMMENT ON {Kind} {Name} IS {Quote(Text)};"));

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
