namespace WalletKit;

/// <summary>What came of one command of an import.</summary>
public sealed record ImportResult
{
    /// <summary>Gets Its place in the input, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Gets the command.</summary>
    public required WalletCommand Command { get; init; }

    /// <summary>Gets what it wrote, or why it was refused.</summary>
    public required CommandResult Result { get; init; }
}
