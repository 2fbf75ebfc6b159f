using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>
/// One caller reads the first page of a long history, or the page that is a million transactions deep in it. The raw loops and the gate take no part: with one
/// caller that reads, they are the same as ADO.NET with the same query.
/// </summary>
internal static class HistoryScenario
{
    private const int PageSize = 50;
    private const int Depth = 1_000_000;
    private const int Transactions = Depth + PageSize;
    private const string Deep = "-deep";

    public static Scenario Create() => new(
        "history",
        new BooksPlan(Wallets: 1, DepositsPerWallet: Transactions),
        [
            Entrants.WalletKit(ReadFirstAsync),
            Entrants.WalletKit(ReadDeepAsync, Deep),
            Entrants.AdoNet(ReadFirstAsync),
            Entrants.AdoNet(ReadDeepAsync, Deep),
            Entrants.EfCore(ReadFirstAsync),
            Entrants.EfCore(ReadDeepAsync, Deep),
        ]);

    private static Task ReadFirstAsync(IHistoryReader reader, Meter meter) =>
        Callers.RunAsync(1, meter, _ => new HistoryCaller(reader, before: null, PageSize, last: Transactions - PageSize + 1));

    private static Task ReadDeepAsync(IHistoryReader reader, Meter meter) =>
        Callers.RunAsync(1, meter, _ => new HistoryCaller(reader, before: Transactions - Depth + 1, PageSize, last: 1));
}
