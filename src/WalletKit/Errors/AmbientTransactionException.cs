namespace WalletKit;

/// <summary>The refusal of a call that would change wallets, made inside a <see cref="System.Transactions.TransactionScope"/>.</summary>
/// <remarks>
/// WalletKit commits by itself, so the change would stand even if the scope is never completed. A participant in the commit
/// of WalletKit (<see cref="BatchOptions.Participant"/>) puts the wallets and the host's rows into one commit, and so does a transaction of
/// the host that the calls are given (<see cref="IWalletService.In"/>).
/// Where two commits are meant, <see cref="WalletKitOptions.IgnoreAmbientTransaction"/> lets the call pass. Code <c>ambient_transaction</c>.
/// </remarks>
public sealed class AmbientTransactionException : WalletRefusedException
{
    /// <summary>Creates the exception, whose message says what to do instead.</summary>
    public AmbientTransactionException()
        : base(
            RefusalKind.Misuse,
            "ambient_transaction",
            "a TransactionScope is open in this call, and wallets never become part of it: the change would stand though the scope is not completed. For one commit, let the host's code join the commit of the wallets "
            + "(BatchOptions.Participant), or begin a transaction of the database and call wallets.In(transaction). For two commits, call outside the scope, "
            + "or set WalletKitOptions.IgnoreAmbientTransaction.")
    {
    }
}
