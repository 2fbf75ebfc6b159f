namespace WalletKit;

/// <summary>The options of the erasure of an owner.</summary>
public sealed record EraseOwnerOptions
{
    /// <summary>Gets the person or program that asks for the erasure; 1 to 200 characters, or null. The journals keep it.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the reason, for people to read; 1 to 500 characters. The journals keep it, and the erasure does not cover it.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets whether wallets that are not closed are erased as well. They stay open, and no longer have an owner.</summary>
    public bool IncludeOpen { get; init; }
}
