namespace WalletKit.Stores;

/// <summary>The kinds of records to which a result under a key can refer.</summary>
public enum BookReferenceKind
{
    /// <summary>A transaction.</summary>
    Transaction,

    /// <summary>A hold.</summary>
    Hold,

    /// <summary>An event.</summary>
    Event,
}
