namespace WalletKit;

/// <summary>Records which of a wallet's holds have expired, the earliest first. It changes nothing for anybody, so it needs no key.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record ExpireHolds(WalletId WalletId) : WalletCommand(WalletId)
{
    /// <summary>How many holds one command records at most.</summary>
    public const int MaxHolds = 256;

    /// <summary>What it counts for in a commit. As a rule it records few holds, so it counts for less than <see cref="MaxHolds"/>.</summary>
    internal const int Weight = 16;
}
