using Microsoft.EntityFrameworkCore;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Benchmarks.Compare.Contenders.EfCore;

/// <summary>The tables of the books for EF Core.</summary>
internal sealed class BooksContext(DbContextOptions<BooksContext> options) : DbContext(options)
{
    private static readonly Func<BooksContext, byte[], Task<WalletRow?>> s_findWallet = EF.CompileAsyncQuery(
        (BooksContext context, byte[] publicId) => context.Wallets.SingleOrDefault(wallet => wallet.PublicId == publicId));

    private static readonly Func<BooksContext, byte[], Task<long>> s_readBalance = EF.CompileAsyncQuery(
        (BooksContext context, byte[] publicId) => context.Wallets.Where(wallet => wallet.PublicId == publicId).Select(wallet => wallet.Balance).Single());

    private static readonly Func<BooksContext, long, string, Task<bool>> s_hasKey = EF.CompileAsyncQuery(
        (BooksContext context, long walletId, string key) => context.Keys.Any(row => row.WalletId == walletId && row.Key == key));

    private static readonly Func<BooksContext, byte[], long, int, IAsyncEnumerable<HistoryRow>> s_readHistory = EF.CompileAsyncQuery(
        (BooksContext context, byte[] publicId, long before, int limit) => context.Transactions
            .Where(row => row.Wallet.PublicId == publicId && row.Sequence < before)
            .OrderByDescending(row => row.Sequence)
            .Take(limit)
            .Select(row => new HistoryRow(
                row.Sequence,
                row.Type,
                row.Amount,
                row.BalanceAfter,
                row.Version,
                row.CreatedAt,
                row.Reference,
                row.Metadata,
                row.RebateOf)));

    public DbSet<WalletRow> Wallets => Set<WalletRow>();

    public DbSet<TransactionRow> Transactions => Set<TransactionRow>();

    public DbSet<RebateRow> Rebates => Set<RebateRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public Task<WalletRow?> FindWalletAsync(byte[] publicId) => s_findWallet(this, publicId);

    public Task<long> ReadBalanceAsync(byte[] publicId) => s_readBalance(this, publicId);

    public Task<bool> HasKeyAsync(long walletId, string key) => s_hasKey(this, walletId, key);

    public IAsyncEnumerable<HistoryRow> ListTransactionsAsync(byte[] publicId, long before, int limit) => s_readHistory(this, publicId, before, limit);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<WalletRow>(wallet =>
        {
            wallet.ToTable("wallets");
            wallet.HasAlternateKey(row => row.PublicId);
            wallet.Property(row => row.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<TransactionRow>(transaction =>
        {
            transaction.ToTable("transactions");
            transaction.HasOne(row => row.Wallet).WithMany().HasForeignKey(row => row.WalletId);
        });
        modelBuilder.Entity<RebateRow>(rebate =>
        {
            rebate.ToTable("rebates");
            rebate.HasKey(row => row.DepositId);
            rebate.HasOne(row => row.Deposit).WithOne().HasForeignKey<RebateRow>(row => row.DepositId);
        });
        modelBuilder.Entity<KeyRow>(key =>
        {
            key.ToTable("idempotency_keys");
            key.HasKey(row => new { row.WalletId, row.Key });
            key.HasOne(row => row.Transaction).WithMany().HasForeignKey(row => row.TransactionId);
        });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
