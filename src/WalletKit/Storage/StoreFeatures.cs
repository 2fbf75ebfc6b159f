namespace WalletKit.Stores;

/// <summary>The features that a store may leave out. WalletKit uses no feature that a store does not declare.</summary>
[Flags]
public enum StoreFeatures
{
    /// <summary>None: the store keeps wallets, with their transactions, holds and events, and no more.</summary>
    None = 0,

    /// <summary>The store keeps rebates: <see cref="IWalletStore.Rebates"/>. A host with such a store may turn rebates on.</summary>
    Rebates = 1,

    /// <summary>The store shows its books: <see cref="IWalletStore.Books"/>. A host with such a store may audit them.</summary>
    Books = 2,

    /// <summary>The store can erase texts: <see cref="IWalletStore.DeleteErasedTextsAsync"/>. A host with such a store may erase wallets.</summary>
    Erasure = 4,

    /// <summary>The store sums its transactions: <see cref="IWalletStore.ReadTotalsAsync"/>. A host with such a store has trial balances.</summary>
    Totals = 8,

    /// <summary>The store can delete old idempotency keys: <see cref="IWalletStore.DeleteKeysAsync"/>. A host with such a store may set a retention.</summary>
    KeyRetention = 16,

    /// <summary>The store runs host code inside its commits: <see cref="CommandBatch.Participant"/>. A host with such a store may commit rows of its own with a batch.</summary>
    Participants = 32,

    /// <summary>The store works in transactions of the host: <see cref="IWalletStore.ExecuteInAsync"/>. A host with such a store may use <see cref="IWalletService.In"/>.</summary>
    HostTransactions = 64,
}
