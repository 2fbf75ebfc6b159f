using System.Collections.Immutable;

namespace WalletKit.Storage;

/// <summary>An idempotency key with what it stands for.</summary>
/// <param name="Key">The key.</param>
/// <param name="References">What came of its command or batch, in order.</param>
/// <param name="Problem">Why what it stands for cannot be read; null where it can.</param>
public sealed record BookKey(string Key, ImmutableArray<BookReference> References, string? Problem = null);
