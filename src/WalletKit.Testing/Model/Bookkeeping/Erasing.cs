namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>Records without their texts.</summary>
internal static class Erasing
{
    public static WalletTransaction Of(WalletTransaction transaction) =>
        transaction with { Reference = null, Metadata = TransactionMetadata.Empty, Actor = null, IsErased = true };

    public static Hold Of(Hold hold) => hold with { Reference = null, Metadata = TransactionMetadata.Empty, IsErased = true };

    public static WalletEvent Of(WalletEvent happened) => happened with { Reason = null, Actor = null, IsErased = true };

    /// <summary>The first result of a keyed command without the texts that were erased since.</summary>
    public static CommandResult In(Books books, CommandResult result)
    {
        return result with
        {
            Transactions = [.. result.Transactions.Select(transaction => IsErased(transaction.WalletId, transaction.Version) ? Of(transaction) : transaction)],
            Hold = result.Hold is { } hold && books.Find(hold.Id)!.IsErased ? Of(hold) : result.Hold,
            Event = result.Event is { } happened && IsErased(happened.WalletId, happened.Version) ? Of(happened) : result.Event,
        };

        bool IsErased(WalletId walletId, long version) => version <= books.Find(walletId)!.ErasedThrough;
    }
}
