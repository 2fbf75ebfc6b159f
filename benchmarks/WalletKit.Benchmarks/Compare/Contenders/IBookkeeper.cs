using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A contender that keeps books.</summary>
internal interface IBookkeeper : IContender
{
    /// <summary>Sums over the books.</summary>
    Task<BookTotals> ReadTotalsAsync();
}
