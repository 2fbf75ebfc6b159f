using Microsoft.EntityFrameworkCore;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Benchmarks.Compare.PostgreSql.EfCore;

/// <summary>The tables of the books in PostgreSQL for EF Core.</summary>
internal sealed class PostgreSqlContext(DbContextOptions<PostgreSqlContext> options) : DbContext(options)
{
    private static readonly Func<PostgreSqlContext, Guid, string, Task<bool>> s_hasKey = EF.CompileAsyncQuery(
        (PostgreSqlContext context, Guid walletId, string key) => context.Keys.Any(row => row.WalletId == walletId && row.Key == key));

    public DbSet<WalletRow> Wallets => Set<WalletRow>();

    public DbSet<TransactionRow> Transactions => Set<TransactionRow>();

    public DbSet<RebateRow> Rebates => Set<RebateRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    /// <summary>Reads a wallet and locks it, so that no other transaction changes it until this one ends.</summary>
    public async Task<WalletRow?> LockWalletAsync(Guid id) =>
        await Wallets.FromSql($"SELECT id, status, balance, last_sequence, version, updated_at FROM wallets WHERE id = {id} FOR UPDATE").ToListAsync() is [var wallet]
            ? wallet
            : null;

    public Task<bool> HasKeyAsync(Guid walletId, string key) => s_hasKey(this, walletId, key);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<WalletRow>(wallet =>
        {
            wallet.ToTable("wallets");
            wallet.Property(row => row.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<TransactionRow>(transaction =>
        {
            transaction.ToTable("transactions");
            transaction.HasKey(row => new { row.WalletId, row.Sequence });
        });
        modelBuilder.Entity<RebateRow>(rebate =>
        {
            rebate.ToTable("rebates");
            rebate.HasKey(row => new { row.WalletId, row.Deposit });
        });
        modelBuilder.Entity<KeyRow>(key =>
        {
            key.ToTable("idempotency_keys");
            key.HasKey(row => new { row.WalletId, row.Key });
        });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
