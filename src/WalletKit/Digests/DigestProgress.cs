using WalletKit.Digests;

namespace WalletKit;

/// <summary>How far a verification is.</summary>
public readonly record struct DigestProgress
{
    /// <summary>Gets how many wallets are done.</summary>
    public required long Wallets { get; init; }

    /// <summary>Gets how many transactions are.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets how much was found.</summary>
    public required long Findings { get; init; }
}
