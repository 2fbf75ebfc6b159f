using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A way to keep wallets.</summary>
internal interface IBookkeeper : IContender
{
    /// <summary>Sums over what is kept.</summary>
    Task<BookTotals> ReadTotalsAsync();
}
