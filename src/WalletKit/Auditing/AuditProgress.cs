using WalletKit.Digests;

namespace WalletKit;

/// <summary>The progress of an audit.</summary>
public sealed record AuditProgress
{
    /// <summary>Gets the number of wallets checked so far.</summary>
    public required long Wallets { get; init; }

    /// <summary>Gets the number of transactions read so far.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets the number of findings so far.</summary>
    public required long Findings { get; init; }
}
