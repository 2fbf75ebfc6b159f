namespace WalletKit;

/// <summary>The options of the opening of a wallet.</summary>
public sealed record OpenOptions
{
    /// <summary>Gets the person or program that asks for the call, such as the subject of an access token: 1 to 200 characters.</summary>
    /// <remarks>The journal keeps it, if the call opens the wallet.</remarks>
    public string? Actor { get; init; }
}
