namespace WalletKit;

/// <summary>How far an import is.</summary>
/// <param name="Committed">How many commands are committed.</param>
/// <param name="Refused">How many were refused.</param>
public readonly record struct ImportProgress(long Committed, long Refused);
