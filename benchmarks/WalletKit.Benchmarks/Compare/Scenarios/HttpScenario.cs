using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>
/// Deposits over HTTP, with client and server in one process: the endpoint of WalletKit, a bare endpoint with a connection and an immediate transaction for
/// each call, and a bare endpoint with a kept connection behind a gate.
/// </summary>
internal static class HttpScenario
{
    private const string Bare = "bare-endpoint";
    private const string Gated = "gated-endpoint";

    private static readonly Workload s_workload = new(Wallets: 10_000, Callers: 64);

    public static Scenario Create() => new(
        "http",
        new BooksPlan(s_workload.Wallets),
        [
            Entrants.Create(Entrant.WalletKit, HttpContender.OpenWalletKitAsync, WorkAsync) with { HasJournal = true },
            Entrants.Create(Gated, (books, path) => HttpContender.OpenBareAsync(books, path, new GateContender(books, path)), WorkAsync),
            Entrants.Create(Bare, (books, path) => HttpContender.OpenBareAsync(books, path, new AdoNetContender(books, path)), WorkAsync),
        ])
    {
        IsDefault = false,
    };

    private static Task WorkAsync(HttpContender contender, Meter meter) => contender.WorkAsync(s_workload, meter);
}
