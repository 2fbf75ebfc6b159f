using System.Globalization;

namespace WalletKit;

/// <summary>A credit limit below what is used of it already. Code <c>credit_limit_in_use</c>.</summary>
public sealed class CreditLimitInUseException : WalletRefusedException
{
    /// <summary>Says what is used and what was asked for.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="used">How much of a limit debits and holds use, in units.</param>
    /// <param name="requested">The limit that was to be set, in units.</param>
    public CreditLimitInUseException(WalletId walletId, decimal used, decimal requested)
        : base(RefusalKind.State, "credit_limit_in_use", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} uses {used} of its credit limit, more than the {requested} requested."))
    {
        WalletId = walletId;
        Used = used;
        Requested = requested;
    }

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>How much of a limit is used, in units.</summary>
    public decimal Used { get; }

    /// <summary>The limit that was to be set, in units.</summary>
    public decimal Requested { get; }
}
