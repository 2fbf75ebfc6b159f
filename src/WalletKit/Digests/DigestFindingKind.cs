namespace WalletKit;

/// <summary>The kinds of findings of a verification. The numbers are stable.</summary>
public enum DigestFindingKind
{
    /// <summary>The manifest is not the one that was published; its lines about the wallets mean nothing.</summary>
    ManifestChanged = 1,

    /// <summary>A wallet of the digest is gone.</summary>
    WalletMissing = 2,

    /// <summary>A wallet's row holds values that no release writes.</summary>
    WalletUnreadable = 3,

    /// <summary>A wallet's balance or newest hash does not agree with its journal.</summary>
    WalletChanged = 4,

    /// <summary>An entry's hash is not the hash of its content.</summary>
    /// <remarks>At version 1 the wallet's identity may have been changed instead.</remarks>
    EntryChanged = 5,

    /// <summary>An entry is gone, or several from this version on.</summary>
    EntryMissing = 6,

    /// <summary>An entry stands where the wallet says that there is none.</summary>
    EntryUnexpected = 7,

    /// <summary>An entry's row holds values that no release writes.</summary>
    EntryUnreadable = 8,

    /// <summary>The wallet's journal ends before the place that it had reached when the digest was taken.</summary>
    HistoryShortened = 9,

    /// <summary>The journal up to this version is not the one whose digest was taken.</summary>
    /// <remarks>The journal's own hashes may agree with one another.</remarks>
    HistoryRewritten = 10,
}
