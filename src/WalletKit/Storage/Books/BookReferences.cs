using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Storage.Books;

/// <summary>Lists the records to which a result under a key refers.</summary>
internal static class BookReferences
{
    public static IEnumerable<BookReference> Of(CommandResult result, int command)
    {
        foreach (var transaction in result.Transactions)
        {
            yield return new BookReference(BookReferenceKind.Transaction, transaction.WalletId, transaction.Version, command, Exists: false);
        }

        if (result.Hold is { } hold)
        {
            yield return new BookReference(BookReferenceKind.Hold, hold.Id.WalletId, hold.Id.Number, command, Exists: false);
        }

        if (result.Event is { } happened)
        {
            yield return new BookReference(BookReferenceKind.Event, happened.WalletId, happened.Version, command, Exists: false);
        }
    }
}
