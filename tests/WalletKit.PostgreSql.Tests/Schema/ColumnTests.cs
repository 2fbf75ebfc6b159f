using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Writing;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Tests.Schema;

public sealed class ColumnTests
{
    // A rebate's row has more columns, which order the queue and are made by the statement.
    [Fact]
    public void Every_column_that_a_table_stores_is_written()
    {
        AssertWritten(PostgreSqlTables.Wallets, WrittenRows.Wallets);
        AssertWritten(PostgreSqlTables.Transactions, WrittenRows.LinkedTransactions);
        AssertWritten(PostgreSqlTables.Holds, WrittenRows.Holds);
        AssertWritten(PostgreSqlTables.Events, WrittenRows.Events);
        AssertWritten(PostgreSqlTables.Keys, WrittenRows.Keys);
        AssertWritten(PostgreSqlTables.Rebates, WrittenRows.Rebates);
    }

    [Fact]
    public void A_transaction_without_links_is_written_without_the_columns_of_links() => Assert.Equal(
        PostgreSqlTables.Transactions.Stored.Where(static column => column.Place <= TransactionColumns.LastPlain.Place).Select(static column => column.Name),
        WrittenRows.PlainTransactions);

    private static void AssertWritten(Table table, IEnumerable<string> written) =>
        Assert.Equal(table.Stored.Select(static column => column.Name).Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
}
