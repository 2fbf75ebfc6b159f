using System.Globalization;
using WalletKit.Model;

namespace WalletKit;

/// <summary>A credit that would take a balance past the 64-bit range of minor units. Code <c>balance_out_of_range</c>.</summary>
public sealed class BalanceOutOfRangeException : WalletRefusedException
{
    /// <summary>Says which credit is too much for which balance.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="balance">Its balance, in units.</param>
    /// <param name="requested">What was to be added, in units.</param>
    public BalanceOutOfRangeException(WalletId walletId, decimal balance, decimal requested)
        : base(RefusalKind.Funds, "balance_out_of_range", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} has {balance}; {requested} more is past the range of a balance."))
    {
        WalletId = walletId;
        Balance = balance;
        Requested = requested;
    }

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Its balance, in units.</summary>
    public decimal Balance { get; }

    /// <summary>What was to be added, in units.</summary>
    public decimal Requested { get; }
}
