using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>Records without the texts that an erasure covers.</summary>
internal static class Erasure
{
    /// <param name="entry">The entry, which is older than the erasure.</param>
    /// <param name="erased">The wallet after the erasure.</param>
    public static JournalEntry Of(JournalEntry entry, Wallet erased) => entry with
    {
        Wallet = entry.Wallet with { OwnerId = erased.OwnerId, Name = erased.Name, ErasedThrough = erased.ErasedThrough },
        Actor = null,
        Transaction = entry.Transaction is { } transaction ? Of(transaction) : null,
        Event = entry.Event is { } happened ? Of(happened) : null,
        Hold = entry.Hold is { } hold ? hold with { Reference = null, Metadata = TransactionMetadata.Empty } : null,
    };

    public static Hold Of(Hold hold) => hold with { Reference = null, Metadata = TransactionMetadata.Empty, IsErased = true };

    /// <summary>The results under a key, without what a wallet's erasure covers.</summary>
    /// <param name="recorded">The results, which may be of other wallets as well.</param>
    /// <param name="erased">The wallet after the erasure.</param>
    public static RecordedCommand Of(RecordedCommand recorded, Wallet erased) =>
        recorded with { Results = [.. recorded.Results.Select(result => Of(result, erased))] };

    private static CommandResult Of(CommandResult result, Wallet erased) => result with
    {
        Transactions = [.. result.Transactions.Select(transaction => Covers(erased, transaction.WalletId, transaction.Version) ? Of(transaction) : transaction)],
        Hold = result.Hold is { } hold && hold.Id.WalletId == erased.Id && hold.Id.Number <= erased.Holds.LastNumber ? Of(hold) : result.Hold,
        Event = result.Event is { } happened && Covers(erased, happened.WalletId, happened.Version) ? Of(happened) : result.Event,
    };

    private static bool Covers(Wallet erased, WalletId walletId, long version) => walletId == erased.Id && version <= erased.ErasedThrough;

    private static WalletTransaction Of(WalletTransaction transaction) =>
        transaction with { Actor = null, Reference = null, Metadata = TransactionMetadata.Empty, IsErased = true };

    private static WalletEvent Of(WalletEvent happened) => happened with { Actor = null, Reason = null, IsErased = true };
}
