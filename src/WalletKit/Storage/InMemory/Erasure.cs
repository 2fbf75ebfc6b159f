namespace WalletKit.Storage.InMemory;

/// <summary>Records without the texts that an erasure covers.</summary>
internal static class Erasure
{
    /// <param name="entry">The entry, which is older than the erasure.</param>
    /// <param name="erased">The wallet after the erasure.</param>
    public static JournalEntry Of(JournalEntry entry, Wallet erased) => entry with
    {
        Wallet = entry.Wallet with { OwnerId = erased.OwnerId, Name = erased.Name, ErasedThrough = erased.ErasedThrough },
        Actor = null,
        Transaction = entry.Transaction is { } transaction ? transaction with { Actor = null, Reference = null, Metadata = TransactionMetadata.Empty, IsErased = true } : null,
        Event = entry.Event is { } happened ? happened with { Actor = null, Reason = null, IsErased = true } : null,
        Hold = entry.Hold is { } hold ? hold with { Reference = null, Metadata = TransactionMetadata.Empty } : null,
    };

    public static Hold Of(Hold hold) => hold with { Reference = null, Metadata = TransactionMetadata.Empty, IsErased = true };
}
