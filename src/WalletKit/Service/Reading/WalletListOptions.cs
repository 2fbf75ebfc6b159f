namespace WalletKit;

/// <summary>Which page of an owner's wallets to read.</summary>
public sealed record WalletListOptions
{
    /// <summary>The most wallets on a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>How many wallets at most, 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where to go on: <see cref="WalletPage.NextCursor"/> of the page before; null for the first page.</summary>
    public string? Cursor { get; init; }
}
