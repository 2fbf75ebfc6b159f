namespace WalletKit.Stores;

/// <summary>The state of a wallet in one snapshot.</summary>
/// <param name="Wallet">The wallet; null where its row cannot be read.</param>
/// <param name="Problem">The reason why the row cannot be read; null where it can.</param>
public sealed record BookState(Wallet? Wallet, string? Problem = null)
{
    /// <summary>Gets the highest version in the wallet's journal; 0 where it has no entry.</summary>
    public long NewestVersion { get; init; }
}
