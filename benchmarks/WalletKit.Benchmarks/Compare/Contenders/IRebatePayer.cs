using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A contender that pays rebates.</summary>
internal interface IRebatePayer : IBookkeeper
{
    /// <summary>Pays all pending rebates.</summary>
    Task PayAsync(Meter meter);
}
