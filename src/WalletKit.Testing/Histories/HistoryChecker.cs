using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Histories;

/// <summary>Checks whether a history is linearizable.</summary>
/// <remarks>
/// The checker looks for an order of the calls in which every answer is the answer of a plain model, and in which a call that ended before another began
/// comes before it. If there is such an order, the store cannot be told from a store that does one call after another.
/// </remarks>
public static class HistoryChecker
{
    /// <summary>The number of tries unless another is given.</summary>
    public const long DefaultTries = 2_000_000;

    /// <summary>Checks a history that begins with an empty store.</summary>
    /// <param name="history">The calls.</param>
    /// <param name="maxTries">The number of times that a call may be tried at some place before the question is left undecided.</param>
    public static HistoryVerdict Check(History history, long maxTries = DefaultTries)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new Search(history, maxTries).Run(Books.Empty);
    }
}
