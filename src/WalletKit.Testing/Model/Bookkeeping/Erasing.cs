namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>Records without their texts.</summary>
internal static class Erasing
{
    public static WalletTransaction Of(WalletTransaction transaction) =>
        transaction with { Reference = null, Metadata = TransactionMetadata.Empty, Actor = null, IsErased = true };

    public static Hold Of(Hold hold) => hold with { Reference = null, Metadata = TransactionMetadata.Empty, IsErased = true };

    public static WalletEvent Of(WalletEvent happened) => happened with { Reason = null, Actor = null, IsErased = true };

    /// <summary>The result of a keyed command without the texts of a wallet.</summary>
    public static CommandResult Of(CommandResult result, WalletId walletId) => result with
    {
        Transactions = [.. result.Transactions.Select(transaction => transaction.WalletId == walletId ? Of(transaction) : transaction)],
        Hold = result.Hold is { } hold && hold.Id.WalletId == walletId ? Of(hold) : result.Hold,
        Event = result.Event is { } happened && happened.WalletId == walletId ? Of(happened) : result.Event,
    };
}
