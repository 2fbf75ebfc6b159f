using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;

namespace WalletKit.Benchmarks.Suites;

/// <summary>Pages of one long history: the newest one, and the one at the far end of it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp, not Dispose.")]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
public class HistoryBenchmarks
{
    private const int Transactions = 100_000;
    private const int PageSize = 50;

    private readonly HistoryOptions _first = new() { Limit = PageSize };
    private HistoryOptions _deep = null!;
    private OpenedWallets _wallets = null!;

    [Params(StoreKind.Sqlite, StoreKind.InMemory)]
    public StoreKind Store { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _wallets = await OpenedWallets.OpenAsync(Store, 1);
        await _wallets.FillAsync(Transactions, 10m);
        _deep = new HistoryOptions { Limit = PageSize, Cursor = await FindDeepCursorAsync() };
    }

    [GlobalCleanup]
    public async Task CleanUp() => await _wallets.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<TransactionPage> FirstPage() => _wallets.Service.GetTransactionsAsync(_wallets.Ids[0], _first);

    [Benchmark]
    public Task<TransactionPage> DeepPage() => _wallets.Service.GetTransactionsAsync(_wallets.Ids[0], _deep);

    // The last page but for one of the longest, so that a whole page is left behind the cursor.
    private async Task<string> FindDeepCursorAsync()
    {
        string? cursor = null;
        for (var read = 0; read < Transactions - HistoryOptions.MaxLimit; read += HistoryOptions.MaxLimit)
        {
            cursor = (await _wallets.Service.GetTransactionsAsync(_wallets.Ids[0], new HistoryOptions { Limit = HistoryOptions.MaxLimit, Cursor = cursor })).NextCursor;
        }

        return cursor!;
    }
}
