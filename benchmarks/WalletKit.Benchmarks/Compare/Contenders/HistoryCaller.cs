using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.PostgreSql.Reading;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>Reads the same page again and again.</summary>
/// <param name="reader">The contender that reads.</param>
/// <param name="before">The last sequence of the previous page; null for the first page.</param>
/// <param name="limit">The number of transactions on the page.</param>
/// <param name="last">The sequence with which the page must end.</param>
internal sealed class HistoryCaller(IHistoryReader reader, long? before, int limit, long last) : ICaller
{
    private Task<(int Count, long Last)>? _page;

    public Task CallAsync() => _page = reader.ReadPageAsync(before, limit);

    public void Acknowledge(Tally tally)
    {
        // The books show nothing of a read, so it is checked here.
        if (_page is not { IsCompletedSuccessfully: true } page || page.Result != (limit, last))
        {
            throw new InvalidOperationException($"The page is not the one that ends with transaction {last}.");
        }
    }
}
