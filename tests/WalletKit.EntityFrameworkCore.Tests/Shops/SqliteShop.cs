using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace WalletKit.EntityFrameworkCore.Tests.Shops;

/// <summary>A shop in one SQLite file.</summary>
public sealed class SqliteShop : Shop
{
    private readonly TemporaryDirectory _directory = new();

    public override void Configure(DbContextOptionsBuilder builder) => builder.UseSqlite(ConnectionString);

    /// <summary>Opens a connection of another program's.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override void Configure(WalletKitBuilder builder) => builder.UseSqlite(options =>
    {
        options.ConnectionString = $"Data Source={_directory.File("shop.db")}";
        options.Shared = true;
        options.BusyTimeout = TimeSpan.FromSeconds(30);
    });

    private string ConnectionString => $"Data Source={_directory.File("shop.db")};Pooling=False";
}
