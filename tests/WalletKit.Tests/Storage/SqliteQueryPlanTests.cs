using Microsoft.Data.Sqlite;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Tests.Storage;

public sealed class SqliteQueryPlanTests
{
    [Fact]
    public async Task The_oldest_pending_rebate_is_found_without_reading_those_that_were_paid()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("wallets.db");
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, TimeProvider.System);
        await store.OpenAsync(TestContext.Current.CancellationToken);

        var plan = await ExplainAsync(path, ReadSession.OldestPendingRebate);

        Assert.Equal(2, plan.Count);
        Assert.EndsWith(" r USING COVERING INDEX rebates_pending", plan[0], StringComparison.Ordinal);
        Assert.Equal("SEARCH t USING INTEGER PRIMARY KEY (rowid=?)", plan[1]);
    }

    [Fact]
    public async Task A_page_of_an_owners_wallets_is_read_in_the_order_of_an_index_and_the_open_ones_are_counted_by_another()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("wallets.db");
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, TimeProvider.System);
        await store.OpenAsync(TestContext.Current.CancellationToken);

        var page = await ExplainAsync(path, ReadSession.WalletsOfOwner);
        var count = await ExplainAsync(path, WalletTable.OpenOfOwner);

        Assert.EndsWith("(owner_id=? AND name>?)", Assert.Single(page), StringComparison.Ordinal);
        Assert.Contains("SEARCH wallets USING COVERING INDEX wallets_open (owner_id=?)", count);
    }

    private static async Task<List<string>> ExplainAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The library's own text.
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        List<string> steps = [];
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
