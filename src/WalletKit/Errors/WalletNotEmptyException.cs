using System.Globalization;

namespace WalletKit;

/// <summary>A wallet that is to be closed with money in it, or with an open hold. Code <c>wallet_not_empty</c>.</summary>
public sealed class WalletNotEmptyException : WalletRefusedException
{
    /// <summary>Says what there is.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="balance">Its balance, in units.</param>
    /// <param name="held">What open holds hold back, in units.</param>
    public WalletNotEmptyException(WalletId walletId, decimal balance, decimal held)
        : base(RefusalKind.State, "wallet_not_empty", string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} has a balance of {balance} with {held} held; both must be 0 to close it."))
    {
        WalletId = walletId;
        Balance = balance;
        Held = held;
    }

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>The balance, in units.</summary>
    public decimal Balance { get; }

    /// <summary>What open holds hold back, in units.</summary>
    public decimal Held { get; }
}
