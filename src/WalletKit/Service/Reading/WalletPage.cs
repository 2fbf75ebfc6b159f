namespace WalletKit;

/// <summary>A page of an owner's wallets.</summary>
public sealed record WalletPage
{
    /// <summary>Gets the wallets by name, closed ones included. Fewer than were asked for where their texts come to 1 MiB.</summary>
    public required IReadOnlyList<Wallet> Wallets { get; init; }

    /// <summary>Gets where the next page begins; null where this is the last.</summary>
    public required string? NextCursor { get; init; }
}
