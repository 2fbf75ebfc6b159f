using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>Deposits of which each has a row of the host's in its commit, beside deposits without.</summary>
internal static class JoinedScenario
{
    private const string Joined = "-joined";

    private static readonly Workload s_workload = new(Wallets: 10_000, Callers: 256);

    public static Scenario Create() => new(
        "joined-256",
        new BooksPlan(s_workload.Wallets),
        [
            Entrants.WalletKit(WorkAsync),
            Entrants.Create(Entrant.WalletKit + Joined, WalletKitContender.OpenJoinedAsync, WorkAsync) with { HasJournal = true },
        ]);

    private static Task WorkAsync(IContender contender, Meter meter) => contender.WorkAsync(s_workload, meter);
}
