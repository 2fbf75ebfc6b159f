using WalletKit.Stores;

namespace WalletKit.Storage.Books;

/// <summary>Collects the records that an audit needs to judge a transaction.</summary>
internal static class BookEntries
{
    /// <summary>Creates an entry. It looks up only the records to which the transaction refers.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="find">Finds a transaction.</param>
    /// <param name="findReversal">Finds the sequence of the reversal of a transaction of the same wallet.</param>
    /// <param name="findRebate">Finds the rebate that a deposit earned.</param>
    public static BookEntry Create(
        WalletTransaction transaction, Func<TransactionId, WalletTransaction?> find, Func<TransactionId, long?> findReversal, Func<TransactionId, Rebate?> findRebate)
    {
        var links = transaction.Links;
        var target = (links.ReversalOf ?? links.RebateOf) is { } sequence ? new TransactionId(transaction.WalletId, sequence) : (TransactionId?)null;
        var rebate = findRebate(transaction.Id);
        var payment = rebate?.PaidSequence is { } paid ? new TransactionId(transaction.WalletId, paid) : (TransactionId?)null;
        return new BookEntry(transaction.Sequence, transaction)
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
