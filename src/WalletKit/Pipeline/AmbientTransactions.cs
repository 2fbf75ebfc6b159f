using System.Transactions;
using Microsoft.Extensions.Options;

namespace WalletKit.Pipeline;

/// <summary>Refuses calls inside a <see cref="TransactionScope"/> of the host, which no store takes part in.</summary>
internal sealed class AmbientTransactions(IOptions<WalletKitOptions> options)
{
    private readonly bool _isIgnored = options.Value.IgnoreAmbientTransaction;

    /// <summary>Throws where the calling code runs inside a scope, unless the host lets such calls pass.</summary>
    /// <exception cref="AmbientTransactionException">The calling code runs inside a scope.</exception>
    public void ThrowIfAny()
    {
        if (!_isIgnored && IsAny())
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
