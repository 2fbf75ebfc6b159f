namespace WalletKit;

/// <summary>A page of an owner's wallets.</summary>
/// <param name="Wallets">The wallets by name, closed ones included. Fewer than were asked for where their texts come to 1 MiB.</param>
/// <param name="NextCursor">Where the next page begins; null where this is the last.</param>
public sealed record WalletPage(IReadOnlyList<Wallet> Wallets, string? NextCursor);
