using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.PostgreSql.EfCore;

/// <summary>
/// EF Core in the style of a good team: pooled contexts, one transaction with the wallet's row locked and one save per operation. In PostgreSQL the lock
/// serves a wallet with many callers better than attempts that collide again and again.
/// </summary>
internal sealed class EfCorePostgreSqlContender : IMover
{
    private readonly PostgreSqlBooks _books;
    private readonly NpgsqlDataSource _dataSource;
    private readonly PooledDbContextFactory<PostgreSqlContext> _contexts;

    private EfCorePostgreSqlContender(PostgreSqlBooks books, NpgsqlDataSource dataSource)
    {
        _books = books;
        _dataSource = dataSource;
        _contexts = new PooledDbContextFactory<PostgreSqlContext>(new DbContextOptionsBuilder<PostgreSqlContext>().UseNpgsql(dataSource).Options);
    }

    public static async Task<EfCorePostgreSqlContender> OpenAsync(WalletId[] walletIds, int connections)
    {
        var books = await PostgreSqlBooks.CreateAsync(walletIds);
        return new EfCorePostgreSqlContender(books, await books.ConnectAsync(connections));
    }

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    public async Task MoveAsync(Operation operation)
    {
        await using var context = await _contexts.CreateDbContextAsync();

        // A save that fails ends the transaction anyway, so no round trip is spent on a savepoint.
        context.Database.AutoSavepointsEnabled = false;
        await using var transaction = await context.Database.BeginTransactionAsync();
        var wallet = await context.LockWalletAsync(_books.WalletIds[operation.Wallet].Value);
        if (wallet is not { Status: "active" })
        {
            throw new InvalidOperationException("There is no such wallet that is active.");
        }

        if (operation.Key is not null && await context.HasKeyAsync(wallet.Id, operation.Key))
        {
            return;
        }

        Change(wallet, operation);
        Append(context, wallet, operation);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public Task<BookTotals> ReadTotalsAsync() => _books.ReadTotalsAsync();

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await _books.DisposeAsync();
    }

    private static void Change(WalletRow wallet, Operation operation)
    {
        wallet.Balance = checked(wallet.Balance + operation.MinorUnits);
        if (wallet.Balance < 0)
        {
            throw new InvalidOperationException("There is not enough money in the wallet.");
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        wallet.LastSequence++;
        wallet.Version++;
        wallet.UpdatedAt = now > wallet.UpdatedAt ? now : wallet.UpdatedAt;
    }

    private static void Append(PostgreSqlContext context, WalletRow wallet, Operation operation)
    {
        context.Add(new TransactionRow
        {
            WalletId = wallet.Id,
            Sequence = wallet.LastSequence,
            Type = (short)(operation.IsDeposit ? TransactionType.Deposit : TransactionType.Withdrawal),
            Amount = operation.MinorUnits,
            BalanceAfter = wallet.Balance,
            Version = wallet.Version,
            CreatedAt = wallet.UpdatedAt,
        });
        if (operation.IsDeposit)
        {
            context.Add(new RebateRow
            {
                WalletId = wallet.Id,
                Deposit = wallet.LastSequence,
                Policy = PostgreSqlSql.Policy,
                Terms = PostgreSqlSql.Terms,
                Status = "pending",
                EarnedAt = wallet.UpdatedAt,
                DueAt = wallet.UpdatedAt,
                UpdatedAt = wallet.UpdatedAt,
                NotedAt = wallet.UpdatedAt,
                Place = 1,
            });
        }

        if (operation.Key is not null)
        {
            context.Add(new KeyRow { WalletId = wallet.Id, Key = operation.Key, Content = KeyContent.Of(operation), Sequence = wallet.LastSequence });
        }
    }
}
