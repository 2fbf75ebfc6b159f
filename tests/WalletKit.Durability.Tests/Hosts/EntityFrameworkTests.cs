using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Hosts;

/// <summary>EF Core and wallets on one file.</summary>
public sealed class EntityFrameworkTests : IDisposable
{
    private readonly HostFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_file_that_EnsureCreated_made_takes_wallets_and_both_go_on()
    {
        await using var context = new OrderContext(_file.Path);
        Assert.True(await context.Database.EnsureCreatedAsync(Token));

        await AssertBothWorkAsync(context);
    }

    // This is why the order of the two calls is in the documentation.
    [Fact]
    public async Task EnsureCreated_makes_nothing_in_a_file_that_has_wallets_already_and_CreateTables_does()
    {
        await OpenAsync();
        await using var context = new OrderContext(_file.Path);

        Assert.False(await context.Database.EnsureCreatedAsync(Token));
        Assert.Equal(0, Tables("Orders"));

        await context.GetService<Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator>().CreateTablesAsync(Token);
        await AssertBothWorkAsync(context);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Migrations_of_the_context_and_wallets_stand_beside_each_other_in_either_order(bool walletsFirst)
    {
        if (walletsFirst)
        {
            await OpenAsync();
        }

        await using var context = new OrderContext(_file.Path);
        await context.GetService<IMigrator>().MigrateAsync("First", Token);
        await AssertBothWorkAsync(context);
        await context.Database.MigrateAsync(Token);

        Assert.Equal(["20260101000000_First", "20260201000000_Second"], await context.Database.GetAppliedMigrationsAsync(Token));
        Assert.Equal(1, Tables("__EFMigrationsHistory"));
        await AssertBothWorkAsync(context);
    }

    [Fact]
    public async Task Migrations_run_while_wallets_are_in_use()
    {
        await using var wallets = _file.Wallets();
        var wallet = (await wallets.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await using var context = new OrderContext(_file.Path);

        await context.GetService<IMigrator>().MigrateAsync("First", Token);
        Assert.Equal(1m, (await wallets.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Balance);
        await context.Database.MigrateAsync(Token);

        Assert.Equal(2m, (await wallets.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Balance);
        Assert.True((await wallets.Audit.AuditAsync(cancellationToken: Token)).IsClean);
    }

    [Fact]
    public async Task EnsureDeleted_under_open_wallets_stops_them()
    {
        await using var wallets = _file.Wallets();
        var wallet = (await wallets.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await using var context = new OrderContext(_file.Path);

        Assert.True(await context.Database.EnsureDeletedAsync(Token));

        Assert.Equal(StoreFailure.FileMoved, (await Assert.ThrowsAsync<WalletStoreException>(() => wallets.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token))).Failure);
    }

    private async Task AssertBothWorkAsync(OrderContext context)
    {
        var before = await context.Orders.CountAsync(Token);
        await using var wallets = _file.Wallets();
        var wallet = (await wallets.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        for (var i = 1; i <= 5; i++)
        {
            context.Orders.Add(new Order { Text = $"order {i}" });
            await context.SaveChangesAsync(Token);
            Assert.Equal(wallet.Balance + i, (await wallets.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token)).Balance);
        }

        Assert.Equal(before + 5, await context.Orders.CountAsync(Token));
        Assert.True((await wallets.Audit.AuditAsync(cancellationToken: Token)).IsClean);
    }

    private async Task OpenAsync()
    {
        await using var wallets = _file.Wallets();
        await wallets.Store.OpenAsync(Token);
    }

    private long Tables(string name)
    {
        using var connection = _file.Connect();
        return connection.Number($"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{name}'");
    }
}
