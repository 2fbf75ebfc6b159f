using WalletKit.Digests;

namespace WalletKit;

/// <summary>The progress of a verification.</summary>
public readonly record struct DigestProgress
{
    /// <summary>Gets the number of wallets that are done.</summary>
    public required long Wallets { get; init; }

    /// <summary>Gets the number of transactions that are done.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets the number of findings so far.</summary>
    public required long Findings { get; init; }
}
