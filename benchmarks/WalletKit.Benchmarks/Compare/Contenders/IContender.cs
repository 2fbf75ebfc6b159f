using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A contender in a measurement. It is disposed of after each round.</summary>
internal interface IContender : IAsyncDisposable
{
    /// <summary>Makes operations until the measured time is over.</summary>
    Task WorkAsync(Workload workload, Meter meter);
}
