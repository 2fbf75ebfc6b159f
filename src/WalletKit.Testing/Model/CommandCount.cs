namespace WalletKit.Testing.Model;

/// <summary>The outcomes of the commands of one kind.</summary>
/// <param name="Done">The number of commands that were done.</param>
/// <param name="Replayed">The number of commands that were answered with the result of an earlier one.</param>
/// <param name="Refused">The number of commands that were refused.</param>
public sealed record CommandCount(long Done, long Replayed, long Refused);
