using System.Globalization;
using WalletKit.Model;

namespace WalletKit;

/// <summary>A debit of more than is available. Code <c>insufficient_funds</c>.</summary>
public sealed class InsufficientFundsException : WalletRefusedException
{
    /// <summary>Says what was asked for and what there is.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="available">What could be spent, in units.</param>
    /// <param name="requested">What was to be spent, in units.</param>
    public InsufficientFundsException(WalletId walletId, decimal available, decimal requested)
        : base(RefusalKind.Funds, "insufficient_funds", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} has {available} available, less than the {requested} requested."))
    {
        WalletId = walletId;
        Available = available;
        Requested = requested;
    }

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>What could be spent at that moment, in units.</summary>
    public decimal Available { get; }

    /// <summary>What was to be spent, in units.</summary>
    public decimal Requested { get; }
}
