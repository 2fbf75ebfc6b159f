using System.Globalization;
using WalletKit.Model;

namespace WalletKit;

/// <summary>The refusal of a debit of more than the available balance. Code <c>insufficient_funds</c>.</summary>
public sealed class InsufficientFundsException : WalletRefusedException
{
    /// <summary>Names the wallet, its available balance, and the amount of the debit.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="available">The available balance, in units.</param>
    /// <param name="requested">The amount of the debit, in units.</param>
    public InsufficientFundsException(WalletId walletId, decimal available, decimal requested)
        : base(RefusalKind.Funds, "insufficient_funds", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} has {available} available, less than the {requested} requested."))
    {
        WalletId = walletId;
        Available = available;
        Requested = requested;
    }

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the available balance at that moment, in units.</summary>
    public decimal Available { get; }

    /// <summary>Gets the amount of the debit, in units.</summary>
    public decimal Requested { get; }
}
