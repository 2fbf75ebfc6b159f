using System.Globalization;
using WalletKit.Model;

namespace WalletKit;

/// <summary>The refusal of a credit that would take a balance past the 64-bit range of minor units.</summary>
/// <remarks>Code <c>balance_out_of_range</c>.</remarks>
public sealed class BalanceOutOfRangeException : WalletRefusedException
{
    /// <summary>Names the wallet, its balance and the credit.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="balance">The wallet's balance, in units.</param>
    /// <param name="requested">The amount of the credit, in units.</param>
    public BalanceOutOfRangeException(WalletId walletId, decimal balance, decimal requested)
        : base(RefusalKind.Funds, "balance_out_of_range", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} has {balance}; {requested} more is past the range of a balance."))
    {
        WalletId = walletId;
        Balance = balance;
        Requested = requested;
    }

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the wallet's balance at that moment, in units.</summary>
    public decimal Balance { get; }

    /// <summary>Gets the amount of the credit, in units.</summary>
    public decimal Requested { get; }
}
