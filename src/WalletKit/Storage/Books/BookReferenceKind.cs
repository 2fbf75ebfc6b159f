namespace WalletKit.Stores;

/// <summary>What a result that is kept under a key can be.</summary>
public enum BookReferenceKind
{
    /// <summary>A transaction.</summary>
    Transaction,

    /// <summary>A hold.</summary>
    Hold,

    /// <summary>An event.</summary>
    Event,
}
