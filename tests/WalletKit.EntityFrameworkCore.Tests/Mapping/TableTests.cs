using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using WalletKit.EntityFrameworkCore.Tests.Shops;

namespace WalletKit.EntityFrameworkCore.Tests.Mapping;

/// <summary>The calls that make the tables of the host, in a database that has wallets.</summary>
public sealed class TableTests
{
    [Fact]
    public async Task On_SQLite_EnsureCreated_makes_nothing_beside_wallets_and_CreateTables_does()
    {
        await using var shop = new SqliteShop();
        await AssertMadeByCreateTablesAsync(shop);
    }

    [Fact]
    public async Task On_PostgreSQL_EnsureCreated_makes_nothing_beside_wallets_in_another_schema_and_CreateTables_does()
    {
        await using var shop = await PostgreSqlShop.StartAsync();
        await AssertMadeByCreateTablesAsync(shop);
    }

    [Fact]
    public async Task On_SQLite_migrations_run_beside_wallets_and_leave_them_alone()
    {
        await using var shop = new SqliteShop();
        await AssertMigratedAsync(shop);
    }

    [Fact]
    public async Task On_PostgreSQL_migrations_run_beside_wallets_and_leave_them_alone()
    {
        await using var shop = await PostgreSqlShop.StartAsync();
        await AssertMigratedAsync(shop);
    }

    private static async Task AssertMadeByCreateTablesAsync(Shop shop)
    {
        var wallet = await shop.OpenWalletAsync();
        await using var context = shop.Open();

        Assert.False(await context.Database.EnsureCreatedAsync(Token));
        await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(Token);

        await AssertJoinedAsync(shop, wallet);
    }

    private static async Task AssertMigratedAsync(Shop shop)
    {
        var wallet = await shop.OpenWalletAsync();
        await using var context = shop.Open(Migrations.OrdersMigration.Allow);

        await context.Database.MigrateAsync(Token);

        Assert.Single(await context.Database.GetAppliedMigrationsAsync(Token));
        await AssertJoinedAsync(shop, wallet);
    }

    private static async Task AssertJoinedAsync(Shop shop, WalletId wallet)
    {
        await shop.Wallets.WithdrawAsync(wallet, 1m, new() { Participant = shop.Participant((context, _) => context.Add(new Order { Number = 1, WalletId = wallet })) }, Token);
        await using var context = shop.Open();
        Assert.Equal(9m, await context.Orders.Join(context.Balances, order => order.WalletId, row => row.WalletId, (_, row) => row.Balance).SingleAsync(Token));
        await shop.AssertCleanAsync();
    }
}
