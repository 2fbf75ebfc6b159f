using System.Globalization;

namespace WalletKit;

/// <summary>The refusal to close a wallet that has money or an open hold. Code <c>wallet_not_empty</c>.</summary>
public sealed class WalletNotEmptyException : WalletRefusedException
{
    /// <summary>Names the wallet, its balance and its held money.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="balance">The wallet's balance, in units.</param>
    /// <param name="held">The money that open holds hold back, in units.</param>
    public WalletNotEmptyException(WalletId walletId, decimal balance, decimal held)
        : base(RefusalKind.State, "wallet_not_empty", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} has a balance of {balance} with {held} held; both must be 0 to close it."))
    {
        WalletId = walletId;
        Balance = balance;
        Held = held;
    }

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the balance, in units.</summary>
    public decimal Balance { get; }

    /// <summary>Gets the money that open holds hold back, in units.</summary>
    public decimal Held { get; }
}
