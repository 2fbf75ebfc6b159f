using WalletKit.PostgreSql.Reading;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A contender that reads histories by pages.</summary>
internal interface IHistoryReader : IMover
{
    /// <summary>Reads a page of the first wallet's history, the newest transactions first.</summary>
    /// <param name="before">The last sequence of the previous page; null for the first page.</param>
    /// <param name="limit">The number of transactions.</param>
    /// <returns>The number of transactions that were read, and the sequence of the last.</returns>
    Task<(int Count, long Last)> ReadPageAsync(long? before, int limit);
}
