namespace WalletKit;

/// <summary>Says how far the migration of a store's tables is.</summary>
public sealed record MigrationProgress
{
    /// <summary>Gets the schema version that was found, 1 or more.</summary>
    public required int FoundVersion { get; init; }

    /// <summary>Gets the schema version that this release writes.</summary>
    public required int TargetVersion { get; init; }

    /// <summary>Gets the version that the present step leads to; the target at the end.</summary>
    public required int Version { get; init; }

    /// <summary>Gets how many rows the present step has worked through; 0 where it does not count.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets how many rows the present step has to work through; null where it does not count.</summary>
    public long? TotalRows { get; init; }

    /// <summary>Gets the time since the migration began.</summary>
    public required TimeSpan Elapsed { get; init; }
}
