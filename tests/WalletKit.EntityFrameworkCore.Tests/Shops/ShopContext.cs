using Microsoft.EntityFrameworkCore;

namespace WalletKit.EntityFrameworkCore.Tests.Shops;

/// <summary>The context of a host that keeps its orders beside the wallets.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<WalletBalanceRow> Balances => Set<WalletBalanceRow>();

    public DbSet<WalletHistoryRow> History => Set<WalletHistoryRow>();

    public bool IsDisposed { get; private set; }

    public override void Dispose()
    {
        IsDisposed = true;
        base.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return base.DisposeAsync();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.UseWalletKit(Database);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseWalletKit(Database);
        modelBuilder.Entity<Order>(order =>
        {
            order.HasIndex(row => row.Number).IsUnique();
            order.Property(row => row.Revision).IsConcurrencyToken();
        });
    }
}
