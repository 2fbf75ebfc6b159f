using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>Deposits and withdrawals.</summary>
internal static class MoneyScenarios
{
    private const int Many = 256;
    private const int Wallets = 10_000;
    private const int ManyWallets = 100_000;
    private const int LargeWallets = 1_000_000;
    private const int LargeDepositsPerWallet = 5;

    public static Scenario Spread => Create("spread-256", new Workload(Wallets, Many));

    public static Scenario Mixed => Create("mixed-256", new Workload(Wallets, Many, WithdrawalPercent: 30));

    public static Scenario Hot => Create("hot-256", new Workload(1, Many));

    public static Scenario Single => Create("single-1", new Workload(Wallets, 1));

    public static Scenario SpreadWide => CreateLarge("spread-100k", new Workload(ManyWallets, Many), depositsPerWallet: 1);

    public static Scenario Large => CreateLarge("large", new Workload(LargeWallets, Many), LargeDepositsPerWallet);

    // Contenders with a commit for each operation are bound by the commits, which cost the same in a large file.
    private static Scenario CreateLarge(string name, Workload workload, int depositsPerWallet)
    {
        Task Work(IContender contender, Meter meter) => contender.WorkAsync(workload, meter);
        return new Scenario(name, new BooksPlan(workload.Wallets, depositsPerWallet), [Entrants.RawBatch(Work), Entrants.RawAppend(Work), Entrants.WalletKit(Work)]) { IsDefault = false };
    }

    private static Scenario Create(string name, Workload workload)
    {
        Task Work(IContender contender, Meter meter) => contender.WorkAsync(workload, meter);
        return new Scenario(
            name,
            new BooksPlan(workload.Wallets),
            [
                Entrants.RawBatch(Work),
                Entrants.RawAppend(Work),
                Entrants.WalletKit(Work),
                Entrants.RawSingle(Work),
                Entrants.Gate(Work),
                Entrants.AdoNet(Work),
                Entrants.EfCore(Work),
            ]);
    }
}
