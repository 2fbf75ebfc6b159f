using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>
/// Callers read balances while another caller makes deposits as fast as it can; only the reads are counted. A second scenario has the same reads without the
/// writer. The raw loops take no part, because they have no callers that could read while they write.
/// </summary>
internal static class ReadScenario
{
    private const int Readers = 16;
    private const int Wallets = 10_000;
    private const string Alone = "-no-writer";

    public static Scenario Create() => new(
        "read-16",
        new BooksPlan(Wallets),
        [
            Entrants.WalletKit(ReadBesideWriterAsync),
            Entrants.WalletKit(ReadAsync, Alone),
            Entrants.Gate(ReadBesideWriterAsync),
            Entrants.AdoNet(ReadBesideWriterAsync),
            Entrants.AdoNet(ReadAsync, Alone),
            Entrants.EfCore(ReadBesideWriterAsync),
            Entrants.EfCore(ReadAsync, Alone),
        ]);

    private static Task ReadAsync(IBalanceReader reader, Meter meter) =>
        Callers.RunAsync(Readers, meter, caller => new BalanceCaller(reader, Wallets, caller));

    private static Task ReadBesideWriterAsync(IBalanceReader reader, Meter meter)
    {
        var writer = new MoveCaller(reader, new OperationStream(new Workload(Wallets, Callers: 1), caller: 0));
        return Task.WhenAll(ReadAsync(reader, meter), Task.Run(() => Callers.RunAsync(writer, meter, isMeasured: false)));
    }
}
