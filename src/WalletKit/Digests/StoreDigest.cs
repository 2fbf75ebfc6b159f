namespace WalletKit;

/// <summary>The digest of a store: the head of the tree over its wallets, and the time.</summary>
public sealed record StoreDigest
{
    /// <summary>Gets the number of wallets, and the root of the tree over their newest entries.</summary>
    /// <remarks>The head is to be logged or published. <see cref="DigestManifest.ReadHeadAsync"/> calculates it anew from the manifest.</remarks>
    public required TreeHead Head { get; init; }

    /// <summary>Gets the number of transactions of these wallets.</summary>
    public required long Transactions { get; init; }

    /// <summary>Gets the time at which the writing began, in whole microseconds.</summary>
    /// <remarks>The digest includes every transaction that was committed before this time.</remarks>
    public required DateTimeOffset Time { get; init; }
}
