using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.PostgreSql.Reading;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Contenders.EfCore;

/// <summary>
/// EF Core in the style of a good team: pooled contexts, compiled queries, one save per operation, a row version and a bounded number of attempts.
/// </summary>
internal sealed class EfCoreContender : IBalanceReader, IHistoryReader
{
    private const int MaxAttempts = 20;
    private const int MaxPauseMilliseconds = 20;

    private readonly PooledDbContextFactory<BooksContext> _contexts;
    private readonly BooksFile _books;
    private readonly string _path;

    public EfCoreContender(BooksFile books, string path)
    {
        _books = books;
        _path = path;
        _contexts = new PooledDbContextFactory<BooksContext>(new DbContextOptionsBuilder<BooksContext>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = path }.ToString())
            .AddInterceptors(new ConnectionSettings())
            .Options);
    }

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    // Calls of the provider below block, so each takes its turn in the thread pool first, like the requests of a server.
    public async Task MoveAsync(Operation operation)
    {
        await Task.Yield();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var context = await _contexts.CreateDbContextAsync();
                await MoveAsync(context, operation);
                return;
            }
            catch (DbUpdateException exception) when (IsConflict(exception) && attempt < MaxAttempts)
            {
                // Operations that collided continue at different times, because otherwise they would collide again.
                await Task.Delay(Random.Shared.Next(Math.Min(attempt, MaxPauseMilliseconds) + 1));
            }
            catch (DbUpdateException exception) when (IsConflict(exception))
            {
                throw new GaveUpException($"The wallet was changed by others in each of {MaxAttempts} attempts.", exception);
            }
        }
    }

    public async Task ReadBalanceAsync(int wallet)
    {
        await Task.Yield();
        await using var context = await _contexts.CreateDbContextAsync();
        await context.ReadBalanceAsync(PublicId(wallet));
    }

    public async Task<(int Count, long Last)> ReadPageAsync(long? before, int limit)
    {
        await Task.Yield();
        await using var context = await _contexts.CreateDbContextAsync();
        var page = new List<HistoryRow>();
        await foreach (var row in context.ListTransactionsAsync(PublicId(0), before ?? long.MaxValue, limit))
        {
            page.Add(row);
        }

        return (page.Count, page[^1].Sequence);
    }

    public Task<BookTotals> ReadTotalsAsync() => Task.FromResult(BookTotals.Read(_path));

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }

    // EF Core may insert the transaction before it updates the wallet. In that case the sequence is taken already.
    private static bool IsConflict(DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException or { InnerException: SqliteException { SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE } };

    private async Task MoveAsync(BooksContext context, Operation operation)
    {
        // One connection for the reads and the save, instead of one for each.
        await context.Database.OpenConnectionAsync();
        var wallet = await context.FindWalletAsync(PublicId(operation.Wallet));
        if (wallet is not { Status: "active" })
        {
            throw new InvalidOperationException("There is no such wallet that is active.");
        }

        if (operation.Key is not null && await context.HasKeyAsync(wallet.Id, operation.Key))
        {
            return;
        }

        wallet.Balance = checked(wallet.Balance + operation.MinorUnits);
        if (wallet.Balance < 0)
        {
            throw new InvalidOperationException("There is not enough money in the wallet.");
        }

        wallet.LastSequence++;
        wallet.Version++;
        wallet.UpdatedAt = Math.Max(wallet.UpdatedAt, SqliteTime.Of(TimeProvider.System.GetUtcNow()));
        Append(context, wallet, operation);
        await context.SaveChangesAsync();
    }

    private static void Append(BooksContext context, WalletRow wallet, Operation operation)
    {
        var transaction = new TransactionRow
        {
            Wallet = wallet,
            Sequence = wallet.LastSequence,
            Type = (short)(operation.IsDeposit ? TransactionType.Deposit : TransactionType.Withdrawal),
            Amount = operation.MinorUnits,
            BalanceAfter = wallet.Balance,
            Version = wallet.Version,
            CreatedAt = wallet.UpdatedAt,
        };
        context.Add(transaction);
        if (operation.IsDeposit)
        {
            context.Add(new RebateRow
            {
                Deposit = transaction,
                PolicyId = Sql.RebatePolicyId,
                TermsId = Sql.RebateTermsId,
                Status = "pending",
                DueAt = wallet.UpdatedAt,
                UpdatedAt = wallet.UpdatedAt,
            });
        }

        if (operation.Key is not null)
        {
            context.Add(new KeyRow { WalletId = wallet.Id, Key = operation.Key, Content = KeyContent.Of(operation), Transaction = transaction });
        }
    }

    private byte[] PublicId(int wallet) => _books.WalletIds[wallet].Value.ToByteArray(bigEndian: true);
}
