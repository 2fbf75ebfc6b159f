using System.Transactions;

namespace WalletKit.Pipeline;

/// <summary>Refuses calls inside a <see cref="TransactionScope"/> of the host, which no store takes part in.</summary>
/// <param name="isIgnored">Whether the host lets such calls pass.</param>
internal sealed class AmbientTransactions(bool isIgnored)
{
    /// <summary>Throws where the calling code runs inside a scope, unless the host lets such calls pass.</summary>
    /// <exception cref="AmbientTransactionException">The calling code runs inside a scope.</exception>
    public void ThrowIfAny()
    {
        if (!isIgnored && IsAny())
        {
            throw new AmbientTransactionException();
        }
    }

    private static bool IsAny()
    {
        try
        {
            return Transaction.Current is not null;
        }
        catch (InvalidOperationException)
        {
            // The scope was completed and not disposed of yet.
            return true;
        }
    }
}
