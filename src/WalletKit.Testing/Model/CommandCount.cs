namespace WalletKit.Testing.Model;

/// <summary>What became of the commands of one kind.</summary>
/// <param name="Done">How many were done.</param>
/// <param name="Replayed">How many were answered by what was done before.</param>
/// <param name="Refused">How many were refused.</param>
public sealed record CommandCount(long Done, long Replayed, long Refused);
