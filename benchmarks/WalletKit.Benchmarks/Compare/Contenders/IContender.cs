using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A way to keep wallets. Disposed of after each round.</summary>
internal interface IContender : IAsyncDisposable
{
    /// <summary>Makes operations until the measured time is over.</summary>
    Task WorkAsync(Workload workload, Meter meter);

    /// <summary>Sums over what is kept.</summary>
    Task<BookTotals> ReadTotalsAsync();
}
