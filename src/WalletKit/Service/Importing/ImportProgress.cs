namespace WalletKit;

/// <summary>How far an import is.</summary>
public readonly record struct ImportProgress
{
    /// <summary>Gets how many commands are committed.</summary>
    public required long Committed { get; init; }

    /// <summary>Gets how many were refused.</summary>
    public required long Refused { get; init; }
}
