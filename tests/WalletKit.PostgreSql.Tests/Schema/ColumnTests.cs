using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Writing;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Tests.Schema;

public sealed class ColumnTests
{
    private static readonly string[] s_ofErasures = ["text_secret", "key_secret", "erased_through", "erased_holds"];

    // A rebate's row has more columns, which order the queue and are made by the statement.
    [Fact]
    public void Every_column_that_a_table_stores_is_written()
    {
        AssertWritten(PostgreSqlTables.Wallets, WrittenRows.Wallets.Except(s_ofErasures));
        AssertWritten(PostgreSqlTables.Texts, WrittenRows.Texts);
        AssertWritten(PostgreSqlTables.Journal, WrittenRows.Entries);
        AssertWritten(PostgreSqlTables.Holds, WrittenRows.Holds);
        AssertWritten(PostgreSqlTables.Keys, WrittenRows.Keys);
        AssertWritten(PostgreSqlTables.Rebates, WrittenRows.Rebates);
    }

    [Fact]
    public void An_entry_with_no_more_than_an_amount_is_written_without_the_other_columns() => Assert.Equal(
        PostgreSqlTables.Journal.Stored.Where(static column => EntryColumns.Plain.Any(plain => plain.Place == column.Place)).Select(static column => column.Name),
        WrittenRows.PlainEntries);

    private static void AssertWritten(Table table, IEnumerable<string> written) =>
        Assert.Equal(table.Stored.Select(static column => column.Name).Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
}
