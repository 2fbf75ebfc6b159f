using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Commands;
using WalletKit.Model;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Suites;

/// <summary>The part of a commit that keeps the sums of a trial balance, for each entry: a block of entries, with the rows that its end writes.</summary>
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
public class TotalsBenchmarks : IDisposable
{
    private const int EntriesPerBlock = 16_384;

    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private BenchmarkDirectory _directory = null!;
    private SqliteConnection _connection = null!;
    private TotalsTable _totals = null!;
    private JournalEntry _entry = null!;
    private long _row;

    [GlobalSetup]
    public void SetUp()
    {
        _directory = new BenchmarkDirectory();
        var path = _directory.File("totals.db");
        using (File.Create(path))
        {
        }

        _connection = BooksFile.Connect(path);
        SqliteSchema.Current.Migrate(_connection, path);
        _totals = new TotalsTable(_connection, EntriesPerBlock);
        var wallet = new Wallet
        {
            Id = new WalletId(Guid.CreateVersion7()),
            OwnerId = "owner",
            Name = Wallet.DefaultName,
            Currency = Currency.FromIso("USD"),
            Version = 1,
            CreatedAt = s_now,
            UpdatedAt = s_now,
        };
        _entry = WalletRules.Decide(new Deposit(wallet.Id, 1m), new CommandState(wallet), s_now).Changes!.Value.Entries.First!;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _totals.Dispose();
        _connection.Dispose();
        _directory.Dispose();
    }

    [Benchmark(OperationsPerInvoke = EntriesPerBlock)]
    public void Block()
    {
        // The rows stay, and each block has rows of its own.
        for (var i = 0; i < EntriesPerBlock; i++)
        {
            _totals.Add(++_row, _entry);
        }
    }
}
