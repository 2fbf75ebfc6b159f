using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletKit.PostgreSql.Server;

namespace WalletKit.EntityFrameworkCore.Tests.Shops;

/// <summary>A shop in a PostgreSQL database of its own, with the wallets in the usual schema.</summary>
public sealed class PostgreSqlShop : Shop
{
    private readonly NpgsqlDataSource _dataSource;

    private PostgreSqlShop(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    public static async Task<PostgreSqlShop> StartAsync()
    {
        Assert.SkipWhen(TestServer.Missing is not null, TestServer.Missing ?? "");
        return new PostgreSqlShop(NpgsqlDataSource.Create(await TestServer.CreateDatabaseAsync()));
    }

    public override void Configure(DbContextOptionsBuilder builder) => builder.UseNpgsql(_dataSource);

    /// <summary>Begins a transaction of another program's.</summary>
    public async Task<NpgsqlTransaction> BeginAsync() => await (await _dataSource.OpenConnectionAsync(Token)).BeginTransactionAsync(Token);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _dataSource.DisposeAsync();
    }

    protected override void Configure(WalletKitBuilder builder) => builder.UsePostgreSql(options =>
    {
        options.DataSource = _dataSource;
        options.Writers = 1;
        options.ParticipantTimeout = TimeSpan.FromSeconds(30);
    });
}
