using System.Collections.Immutable;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Histories;

/// <summary>A beginning of an order: which calls it has, and what stands after them.</summary>
/// <param name="Books">What stands.</param>
/// <param name="First">All calls before this one are in it.</param>
/// <param name="Later">Those in it that begin later.</param>
/// <param name="Order">All in it, in order.</param>
internal sealed record Progress(Books Books, int First, ImmutableSortedSet<int> Later, ImmutableList<int> Order)
{
    public static Progress Begin(Books books) => new(books, 0, [], []);

    /// <summary>
    /// Two beginnings with the same calls have the same ends, as versions leave the calls of a wallet only one order; those without an answer
    /// name no version, so for them the order counts.
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
