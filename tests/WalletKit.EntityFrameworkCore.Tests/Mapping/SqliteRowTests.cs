using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using WalletKit.EntityFrameworkCore.Tests.Shops;

namespace WalletKit.EntityFrameworkCore.Tests.Mapping;

/// <summary>The rows on SQLite.</summary>
public sealed class SqliteRowTests : RowTests<SqliteShop>
{
    private protected override string SameId => "SELECT count(*) AS Value FROM Orders o JOIN walletkit_wallets w ON w.public_id = o.WalletId";

    // A report over one wallet must not read the others.
    [Fact]
    public async Task The_rows_of_one_wallet_are_found_by_indexes()
    {
        await using var context = Shop.Open();
        foreach (var query in (string[])[
            context.Balances.Where(row => row.WalletId == Wallet).ToQueryString(),
            context.History.Where(row => row.WalletId == Wallet).ToQueryString(),
            context.Orders.Where(order => order.Id == 1).Join(context.Balances, order => order.WalletId, row => row.WalletId, (_, row) => row.Balance).ToQueryString()])
        {
            var plan = await PlanAsync(query);
            Assert.DoesNotContain(plan, static step => step.StartsWith("SCAN", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Another_provider_is_refused_by_name()
    {
        using var context = Shop.Open();

        Assert.Contains("Other.Provider", Assert.Throws<ArgumentException>(() => new ModelBuilder().UseWalletKit(new OtherDatabase(context))).Message, StringComparison.Ordinal);
    }

    private async Task<List<string>> PlanAsync(string query)
    {
        await using var connection = Shop.Connect();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = string.Concat("EXPLAIN QUERY PLAN ", query[query.IndexOf("SELECT", StringComparison.Ordinal)..].Replace("@Wallet", "x'00'", StringComparison.Ordinal));
#pragma warning restore CA2100
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            plan.Add(reader.GetString(3));
        }

        WriteLine(query);
        plan.ForEach(WriteLine);
        return plan;
    }

    private sealed class OtherDatabase(DbContext context) : DatabaseFacade(context)
    {
        public override string ProviderName => "Other.Provider";
    }
}
