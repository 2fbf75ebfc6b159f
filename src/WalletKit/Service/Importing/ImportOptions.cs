namespace WalletKit;

/// <summary>The settings of an import.</summary>
public sealed record ImportOptions
{
    /// <summary>Gets the number of commands under way at once at most, 1 to 100,000. Default: 1,024.</summary>
    /// <remarks>The number bounds the memory.</remarks>
    public int MaxInFlight { get; init; } = 1_024;

    /// <summary>Gets whether deposits of the import may earn rebates, where rebates are on. Default: false.</summary>
    /// <remarks>The default is false because imported deposits have earned their rebates in the system that they come from.</remarks>
    public bool EarnsRebates { get; init; }

    /// <summary>Gets the receiver of progress reports; null for none.</summary>
    /// <remarks>A report comes every <see cref="MaxInFlight"/> results, and at the end.</remarks>
    public IProgress<ImportProgress>? Progress { get; init; }
}
