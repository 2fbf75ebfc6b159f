namespace WalletKit;

/// <summary>A page of an owner's wallets.</summary>
public sealed record WalletPage
{
    /// <summary>Gets the wallets by name, closed ones included.</summary>
    /// <remarks>There are fewer than requested where their texts reach 1 MiB.</remarks>
    public required IReadOnlyList<Wallet> Wallets { get; init; }

    /// <summary>Gets the cursor of the next page; null where this is the last page.</summary>
    public string? NextCursor { get; init; }
}
