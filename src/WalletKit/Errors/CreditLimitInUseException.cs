using System.Globalization;

namespace WalletKit;

/// <summary>The refusal of a credit limit below the part of it that is in use. Code <c>credit_limit_in_use</c>.</summary>
public sealed class CreditLimitInUseException : WalletRefusedException
{
    /// <summary>Names the wallet, the part of the limit in use, and the limit that was requested.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="used">The part of the limit that debits and holds use, in units.</param>
    /// <param name="requested">The limit that was requested, in units.</param>
    public CreditLimitInUseException(WalletId walletId, decimal used, decimal requested)
        : base(RefusalKind.State, "credit_limit_in_use", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} uses {used} of its credit limit, more than the {requested} requested."))
    {
        WalletId = walletId;
        Used = used;
        Requested = requested;
    }

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the part of the limit that debits and holds use, in units.</summary>
    public decimal Used { get; }

    /// <summary>Gets the limit that was requested, in units.</summary>
    public decimal Requested { get; }
}
