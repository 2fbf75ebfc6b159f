namespace WalletKit;

/// <summary>The progress of an import.</summary>
public readonly record struct ImportProgress
{
    /// <summary>Gets the number of commands that were committed.</summary>
    public required long Committed { get; init; }

    /// <summary>Gets the number of commands that were refused.</summary>
    public required long Refused { get; init; }
}
