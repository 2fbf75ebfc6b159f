namespace WalletKit.Stores;

/// <summary>A place in the order in which a store goes through all idempotency keys: that of a key, whether or not it is still there.</summary>
/// <param name="WalletId">The wallet to which the key belongs.</param>
/// <param name="Key">The hash of the key: <see cref="KeyHash.Kept"/>.</param>
public readonly record struct KeyPlace(WalletId WalletId, Sha256Hash Key);
