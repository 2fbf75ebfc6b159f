namespace WalletKit.Stores;

/// <summary>A place in a store's order of all idempotency keys. The key at the place may be deleted by now.</summary>
/// <param name="WalletId">The wallet to which the key belongs.</param>
/// <param name="Key">The hash of the key: <see cref="KeyHash.Kept"/>.</param>
public readonly record struct KeyPlace(WalletId WalletId, Sha256Hash Key);
