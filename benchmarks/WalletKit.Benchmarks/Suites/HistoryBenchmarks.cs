using BenchmarkDotNet.Attributes;
using WalletKit.Storage;

namespace WalletKit.Benchmarks.Suites;

/// <summary>Pages of one long history: the newest page, and the oldest.</summary>
public class HistoryBenchmarks : WalletBenchmarks
{
    private const int Transactions = 100_000;
    private const int PageSize = 50;

    private readonly HistoryOptions _first = new() { Limit = PageSize };
    private HistoryOptions _deep = null!;
    [GlobalSetup]
    public async Task SetUp()
    {
        await OpenAsync(1);
        await Opened.FillAsync(Transactions, 10m);
        _deep = new HistoryOptions { Limit = PageSize, Cursor = await FindDeepCursorAsync() };
    }

    [Benchmark(Baseline = true)]
    public Task<TransactionPage> FirstPage() => Opened.Service.ListTransactionsAsync(Opened.Ids[0], _first);

    [Benchmark]
    public Task<TransactionPage> DeepPage() => Opened.Service.ListTransactionsAsync(Opened.Ids[0], _deep);

    // The cursor is that of the last full page, so that a whole page follows it.
    private async Task<string> FindDeepCursorAsync()
    {
        string? cursor = null;
        for (var read = 0; read < Transactions - HistoryOptions.MaxLimit; read += HistoryOptions.MaxLimit)
        {
            cursor = (await Opened.Service.ListTransactionsAsync(Opened.Ids[0], new HistoryOptions { Limit = HistoryOptions.MaxLimit, Cursor = cursor })).NextCursor;
        }

        return cursor!;
    }
}
