namespace WalletKit;

/// <summary>Says how far the migration of a store's tables is.</summary>
/// <param name="FoundVersion">The schema version that was found, 1 or more.</param>
/// <param name="TargetVersion">The schema version that this release writes.</param>
/// <param name="Version">The version that the present step leads to; the target at the end.</param>
/// <param name="Rows">How many rows the present step has worked through; 0 where it does not count.</param>
/// <param name="TotalRows">How many rows the present step has to work through; null where it does not count.</param>
/// <param name="Elapsed">The time since the migration began.</param>
public sealed record MigrationProgress(int FoundVersion, int TargetVersion, int Version, long Rows, long? TotalRows, TimeSpan Elapsed);
