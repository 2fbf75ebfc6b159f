using WalletKit.Rules;

namespace WalletKit;

/// <summary>The identity of a hold: its wallet and its number within the wallet.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Number">The number: 1 for the wallet's first hold, and so on.</param>
public readonly record struct HoldId(WalletId WalletId, long Number)
{
    /// <summary>Returns the wallet and the number, as <c>wallet/number</c>.</summary>
    public override string ToString() => $"{WalletId}/{Number}";
}
