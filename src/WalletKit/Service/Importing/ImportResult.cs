namespace WalletKit;

/// <summary>What came of one command of an import.</summary>
/// <param name="Index">Its place in the input, from 0.</param>
/// <param name="Command">The command.</param>
/// <param name="Result">What it wrote, or why it was refused.</param>
public sealed record ImportResult(long Index, WalletCommand Command, CommandResult Result);
