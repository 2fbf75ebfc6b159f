namespace WalletKit;

/// <summary>The options that choose a page of an owner's wallets.</summary>
public sealed record WalletListOptions
{
    /// <summary>The largest number of wallets on a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Gets the number of wallets at most, 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Gets the cursor of the page, which is <see cref="WalletPage.NextCursor"/> of the previous page; null for the first page.</summary>
    public string? Cursor { get; init; }
}
