namespace WalletKit;

/// <summary>The refusal of a call that would change wallets, made inside a <see cref="System.Transactions.TransactionScope"/>.</summary>
/// <remarks>
/// WalletKit commits by itself, so the change would stand even if the scope is never completed. Two ways put the wallets and the host's rows into one
/// commit: a participant in the commit of WalletKit (<c>BatchOptions.Participant</c>), and a transaction of the host's own (<c>wallets.In(transaction)</c>).
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
            + "(BatchOptions.Participant), or let the wallets join a transaction of the host (wallets.In(transaction)). For two commits, call outside the scope, "
            + "or set WalletKitOptions.IgnoreAmbientTransaction.")
    {
    }
}
