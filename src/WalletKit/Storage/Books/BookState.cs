namespace WalletKit.Stores;

/// <summary>A wallet as one snapshot has it.</summary>
/// <param name="Wallet">The wallet; null where its row cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null where it can.</param>
public sealed record BookState(Wallet? Wallet, string? Problem = null)
{
    /// <summary>The highest sequence of its transactions; 0 where there are none.</summary>
    public long NewestSequence { get; init; }

    /// <summary>The highest version of its events; 0 where there are none.</summary>
    public long NewestEventVersion { get; init; }
}
