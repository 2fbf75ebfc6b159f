namespace WalletKit;

/// <summary>What a verification can find.</summary>
public enum DigestFindingKind
{
    /// <summary>The manifest is not the one that was published; what it says of the wallets means nothing.</summary>
    ManifestChanged,

    /// <summary>A wallet of the digest is gone.</summary>
    WalletMissing,

    /// <summary>A wallet's row holds values that no release writes.</summary>
    WalletUnreadable,

    /// <summary>A wallet's identity, balance or newest hash does not agree with its history.</summary>
    WalletChanged,

    /// <summary>A transaction's hash is not that of what stands there. At sequence 1 it may also be the wallet's identity that was changed.</summary>
    TransactionChanged,

    /// <summary>A transaction is gone, or several from this sequence on.</summary>
    TransactionMissing,

    /// <summary>A transaction stands where the wallet says that there is none.</summary>
    TransactionUnexpected,

    /// <summary>A transaction's row holds values that no release writes.</summary>
    TransactionUnreadable,

    /// <summary>The wallet's history ends before the place that it had reached when the digest was taken.</summary>
    HistoryShortened,

    /// <summary>The history up to this sequence is not the one that the digest was taken of, however well its own hashes agree.</summary>
    HistoryRewritten,
}
