using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Tests.Storage;

public sealed class SqliteColumnTests
{
    // A row id that the file gives, the mark of a closed wallet, secrets and the ends of an erasure are in no list.
    public static TheoryData<string> Tables => ["walletkit_wallets", "walletkit_journal", "walletkit_texts", "walletkit_holds", "walletkit_rebates", "walletkit_idempotency_keys"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_list_of_a_table_has_every_column_of_the_file(string name)
    {
        var table = ((Table[])[SqliteTables.Wallets, SqliteTables.Journal, SqliteTables.Texts, SqliteTables.Holds, SqliteTables.Rebates, SqliteTables.Keys])
            .Single(table => table.Name == name);
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqliteDatabase.Run(connection, SqliteMigrations.Version1);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info($table) WHERE name NOT IN ('id', 'closed', 'text_secret', 'key_secret', 'erased_through', 'erased_holds')";
        command.Parameters.AddWithValue("$table", name);
        using var rows = command.ExecuteReader();
        var columns = new List<string>();
        while (rows.Read())
        {
            columns.Add(rows.GetString(0));
        }

        Assert.Equal(columns.Order(StringComparer.Ordinal), table.Stored.Select(static column => column.Name).Where(static column => column != "id").Order(StringComparer.Ordinal));
    }
}
