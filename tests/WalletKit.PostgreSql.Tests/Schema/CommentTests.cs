namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>The comments of the schema, which a person reads in a shell or in a tool for reports.</summary>
public sealed class CommentTests : PostgreSqlTest
{
    private const string Missing =
        """
        SELECT c.relname::text || coalesce('.' || a.attname, '')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (SELECT 0 AS attnum, NULL AS attname UNION ALL SELECT attnum, attname FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a
        WHERE n.nspname = '{schema}' AND c.relkind IN ('r', 'p', 'v', 'm') AND coalesce(trim(col_description(c.oid, a.attnum)), '') = ''
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_table_view_and_column_has_a_comment(bool byHand)
    {
        if (byHand)
        {
            await Sql.RunAsync(PostgreSqlWalletStore.CreateScript(Schema));
        }

        await Host().OpenAsync();

        Assert.Equal(19, await Sql.CountAsync($"pg_class c WHERE c.relnamespace = '{Schema}'::regnamespace AND c.relkind IN ('r', 'p', 'v')"));
        Assert.Empty(await Sql.ReadAsync(Missing.Replace("{schema}", Schema, StringComparison.Ordinal), row => row.GetString(0)));
    }

    [Fact]
    public async Task A_comment_that_is_removed_is_missed()
    {
        await Host().OpenAsync();
        await Sql.RunAsync("COMMENT ON COLUMN walletkit_history.balance IS NULL; COMMENT ON TABLE walletkit_texts IS NULL");

        Assert.Equal(["walletkit_history.balance", "walletkit_texts"], (await Sql.ReadAsync(Missing.Replace("{schema}", Schema, StringComparison.Ordinal), row => row.GetString(0))).Order(StringComparer.Ordinal));
    }
}
