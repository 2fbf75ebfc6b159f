namespace WalletKit;

/// <summary>The kinds of findings of a verification.</summary>
public enum DigestFindingKind
{
    /// <summary>The manifest is not the one that was published; its lines about the wallets mean nothing.</summary>
    ManifestChanged,

    /// <summary>A wallet of the digest is gone.</summary>
    WalletMissing,

    /// <summary>A wallet's row holds values that no release writes.</summary>
    WalletUnreadable,

    /// <summary>A wallet's identity, balance or newest hash does not agree with its history.</summary>
    WalletChanged,

    /// <summary>A transaction's hash is not the hash of its content.</summary>
    /// <remarks>At sequence 1 the wallet's identity may have been changed instead.</remarks>
    TransactionChanged,

    /// <summary>A transaction is gone, or several from this sequence on.</summary>
    TransactionMissing,

    /// <summary>A transaction stands where the wallet says that there is none.</summary>
    TransactionUnexpected,

    /// <summary>A transaction's row holds values that no release writes.</summary>
    TransactionUnreadable,

    /// <summary>The wallet's history ends before the place that it had reached when the digest was taken.</summary>
    HistoryShortened,

    /// <summary>The history up to this sequence is not the one whose digest was taken.</summary>
    /// <remarks>The history's own hashes may agree with one another.</remarks>
    HistoryRewritten,
}
