namespace WalletKit;

/// <summary>The result of one command of an import.</summary>
public sealed record ImportResult
{
    /// <summary>Gets the command's place in the input, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Gets the command.</summary>
    public required WalletCommand Command { get; init; }

    /// <summary>Gets the records that the command wrote, or its refusal.</summary>
    public required CommandResult Result { get; init; }
}
