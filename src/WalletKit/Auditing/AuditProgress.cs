using WalletKit.Digests;

namespace WalletKit;

/// <summary>How far an audit is.</summary>
public sealed record AuditProgress
{
    /// <summary>Gets how many wallets are checked.</summary>
    public required long Wallets { get; init; }

    /// <summary>Gets how many transactions are read.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets how many findings there are so far.</summary>
    public required long Findings { get; init; }
}
