namespace WalletKit;

/// <summary>One difference between the books and their digest or their own hashes.</summary>
public sealed record DigestFinding
{
    /// <summary>Gets the kind of the finding.</summary>
    public required DigestFindingKind Kind { get; init; }

    /// <summary>Gets the wallet; null where the finding is about the manifest, or about wallets that cannot be listed.</summary>
    public WalletId? WalletId { get; init; }

    /// <summary>Gets the version of the entry in the wallet's journal; null where the finding is about no entry.</summary>
    public long? Version { get; init; }

    /// <summary>Gets the finding in words.</summary>
    public required string Message { get; init; }
}
