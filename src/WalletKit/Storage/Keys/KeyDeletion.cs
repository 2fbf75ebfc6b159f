namespace WalletKit.Stores;

/// <summary>The outcome of one call of <see cref="IWalletStore.DeleteKeysAsync"/>.</summary>
/// <param name="Deleted">The number of keys that were deleted; 0 or more.</param>
/// <param name="Next">The place for the next call to go on after; null where no key is left to look at.</param>
public readonly record struct KeyDeletion(int Deleted, KeyPlace? Next);
