using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.PostgreSql.Reading;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>Reads the same page again and again.</summary>
/// <param name="reader">Who is asked.</param>
/// <param name="before">The sequence that the page before ended with; null for the first page.</param>
/// <param name="limit">How many transactions the page has.</param>
/// <param name="last">The sequence that it must end with.</param>
internal sealed class HistoryCaller(IHistoryReader reader, long? before, int limit, long last) : ICaller
{
    private Task<(int Count, long Last)>? _page;

    public Task CallAsync() => _page = reader.ReadPageAsync(before, limit);

    public void Acknowledge(Tally tally)
    {
        // Nothing of it stands in the books, so it is looked at here.
        if (_page is not { IsCompletedSuccessfully: true } page || page.Result != (limit, last))
        {
            throw new InvalidOperationException($"The page is not the one that ends with transaction {last}.");
        }
    }
}
