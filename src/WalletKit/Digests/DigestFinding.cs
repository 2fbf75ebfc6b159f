namespace WalletKit;

/// <summary>One thing that is not as it was.</summary>
public sealed record DigestFinding
{
    /// <summary>Gets what kind of thing.</summary>
    public required DigestFindingKind Kind { get; init; }

    /// <summary>Gets the wallet; null where it is about the manifest, or about wallets that cannot be listed.</summary>
    public required WalletId? WalletId { get; init; }

    /// <summary>Gets the transaction's place in the wallet's history; null where it is about none.</summary>
    public required long? Sequence { get; init; }

    /// <summary>Gets the same in words.</summary>
    public required string Message { get; init; }
}
