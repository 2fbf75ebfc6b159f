namespace WalletKit;

/// <summary>How an import goes about its work.</summary>
public sealed record ImportOptions
{
    /// <summary>How many commands are under way at once at most, which bounds the memory; 1 to 100,000. Default: 1,024.</summary>
    public int MaxInFlight { get; init; } = 1_024;

    /// <summary>Gets whether deposits of the import may earn rebates, where rebates are on. Default: false, because history that moves in has earned them where it comes from.</summary>
    public bool EarnsRebates { get; init; }

    /// <summary>Is told how far the import is, every <see cref="MaxInFlight"/> results and at the end; null for nobody.</summary>
    public IProgress<ImportProgress>? Progress { get; init; }
}
