using System.Globalization;

namespace WalletKit;

/// <summary>The refusal of a hold because the wallet has as many open holds as it may have.</summary>
/// <remarks>Code <c>too_many_open_holds</c>.</remarks>
public sealed class TooManyOpenHoldsException : WalletRefusedException
{
    /// <summary>Names the wallet, the number of its open holds, and the limit.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="openHolds">The number of open holds that the wallet has.</param>
    /// <param name="maxOpenHolds">The number of open holds that it may have.</param>
    public TooManyOpenHoldsException(WalletId walletId, long openHolds, int maxOpenHolds)
        : base(
            RefusalKind.State,
            "too_many_open_holds",
            string.Create(CultureInfo.InvariantCulture, $"wallet {walletId} has {openHolds} open holds, and may have {maxOpenHolds}; a hold that has expired counts until its expiry is recorded."))
    {
        WalletId = walletId;
        OpenHolds = openHolds;
        MaxOpenHolds = maxOpenHolds;
    }

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the number of open holds at that moment.</summary>
    /// <remarks>A hold that has expired counts until its expiry is recorded.</remarks>
    public long OpenHolds { get; }

    /// <summary>Gets the number of open holds that a wallet may have.</summary>
    public int MaxOpenHolds { get; }
}
