using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>
/// Pays all pending rebates, however long it takes. A pass of WalletKit is one call, so its rebates have no latency. The other contenders take no part: they
/// would be the raw loop with more commits and more waiting.
/// </summary>
internal static class RebateScenario
{
    private const int Wallets = 10_000;
    private const int DepositsPerWallet = 5;

    public static Scenario Create() => new(
        "rebates",
        new BooksPlan(Wallets, DepositsPerWallet, AreRebatesPending: true),
        [Entrants.RawBatch(PayAsync), Entrants.WalletKit(PayAsync)])
    {
        IsBounded = true,
    };

    private static Task PayAsync(IRebatePayer payer, Meter meter) => payer.PayAsync(meter);
}
