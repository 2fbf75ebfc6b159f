using System.Collections.Immutable;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Histories;

/// <summary>The beginning of an order: the calls that it includes, and the books after them.</summary>
/// <param name="Books">The books after the calls.</param>
/// <param name="First">The first call that may be missing: the order includes all calls before it.</param>
/// <param name="Later">The calls after <paramref name="First"/> that the order includes.</param>
/// <param name="Order">All calls of the order, in order.</param>
internal sealed record Progress(Books Books, int First, ImmutableSortedSet<int> Later, ImmutableList<int> Order)
{
    public static Progress Begin(Books books) => new(books, 0, [], []);

    /// <summary>
    /// A text that is equal for two beginnings that can be continued in the same ways. Beginnings with the same answered calls are equal, because versions leave
    /// the calls of a wallet only one order; calls without an answer name no version, so for them the order counts.
    /// </summary>
    public string Key(History history) =>
        $"{First}:{string.Join(',', Later)}:{string.Join(',', Order.Where(index => history.Calls[index].Answer is null))}";

    public bool Has(int index) => index < First || Later.Contains(index);

    public Progress With(int index, Books books)
    {
        var later = Later.Add(index);
        var first = First;
        while (later.Contains(first))
        {
            later = later.Remove(first++);
        }

        return new Progress(books, first, later, Order.Add(index));
    }
}
