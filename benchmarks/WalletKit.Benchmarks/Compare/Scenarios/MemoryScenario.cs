using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>Deposits without a file, against a dictionary under a lock. All other contenders need a file.</summary>
internal static class MemoryScenario
{
    private const string LockedDictionary = "lock-dictionary";

    private static readonly Workload s_workload = new(Wallets: 10_000, Callers: 16);

    public static Scenario Create() => new(
        "memory-16",
        new BooksPlan(s_workload.Wallets, DepositsPerWallet: 0),
        [
            Entrants.Create(LockedDictionary, (books, _) => Task.FromResult(new LockedDictionaryContender(books)), WorkAsync),
            Entrants.Create(Entrant.WalletKit, (books, _) => WalletKitMemoryContender.OpenAsync(books), WorkAsync),
        ]);

    private static Task WorkAsync(IContender contender, Meter meter) => contender.WorkAsync(s_workload, meter);
}
