using System.Globalization;

namespace WalletKit;

/// <summary>A hold on a wallet that has as many open holds as a wallet may have. Code <c>too_many_open_holds</c>.</summary>
public sealed class TooManyOpenHoldsException : WalletRefusedException
{
    /// <summary>Says how many there are and may be.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="openHolds">How many open holds it has.</param>
    /// <param name="maxOpenHolds">How many it may have.</param>
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

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>How many open holds it had at that moment; holds that had expired count until that is recorded.</summary>
    public long OpenHolds { get; }

    /// <summary>How many open holds a wallet may have.</summary>
    public int MaxOpenHolds { get; }
}
