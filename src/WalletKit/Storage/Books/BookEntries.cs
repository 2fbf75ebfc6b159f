using WalletKit.Stores;

namespace WalletKit.Storage.Books;

/// <summary>Collects the records that an audit needs to judge an entry.</summary>
internal static class BookEntries
{
    /// <summary>Creates an entry. It looks up only the records to which the entry refers.</summary>
    /// <param name="entry">The entry of the journal.</param>
    /// <param name="find">Finds a transaction.</param>
    /// <param name="findReversal">Finds the version of the reversal of a transaction of the same wallet.</param>
    /// <param name="findRebate">Finds the rebate that a deposit earned.</param>
    public static BookEntry Create(
        JournalEntry entry, Func<TransactionId, WalletTransaction?> find, Func<TransactionId, long?> findReversal, Func<TransactionId, Rebate?> findRebate)
    {
        if (entry.Transaction is not { } transaction)
        {
            return new BookEntry(entry.Version, entry);
        }

        var links = transaction.Links;
        var target = (links.ReversalOf ?? links.RebateOf) is { } version ? new TransactionId(transaction.WalletId, version) : (TransactionId?)null;
        var rebate = findRebate(transaction.Id);
        var payment = rebate?.PaidVersion is { } paid ? new TransactionId(transaction.WalletId, paid) : (TransactionId?)null;
        return new BookEntry(entry.Version, entry)
        {
            Counterpart = links.Counterpart is { } counterpart ? find(counterpart) : null,
            Target = target is { } at ? find(at) : null,
            TargetReversedBy = links.ReversalOf is not null ? findReversal(target!.Value) : null,
            TargetRebate = links.RebateOf is not null ? findRebate(target!.Value) : null,
            Rebate = rebate,
            Payment = payment is { } id ? find(id) : null,
            PaymentReversedBy = payment is { } paidBy ? findReversal(paidBy) : null,
            ReversedBy = rebate is null ? null : findReversal(transaction.Id),
        };
    }
}
