using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Histories;

/// <summary>
/// Looks for an order of the calls of a history in which every answer is the one that a plain model gives, and in which a call that ended
/// before another began comes before it. Where there is such an order, nobody can tell the store from one that does one call after the other.
/// </summary>
public static class HistoryChecker
{
    /// <summary>How many tries there are unless said otherwise.</summary>
    public const long DefaultTries = 2_000_000;

    /// <summary>Checks a history that begins with an empty store.</summary>
    /// <param name="history">The calls.</param>
    /// <param name="maxTries">How often a call may be tried at some place before the question is left undecided.</param>
    public static HistoryVerdict Check(History history, long maxTries = DefaultTries)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new Search(history, maxTries).Run(Books.Empty);
    }
}
