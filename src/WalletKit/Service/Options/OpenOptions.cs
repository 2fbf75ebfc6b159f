using System.Text.Json.Serialization;

namespace WalletKit;

/// <summary>The options of the opening of a wallet.</summary>
public sealed record OpenOptions
{
    /// <summary>Gets the person or program that asks for the call; 1 to 200 characters, or null.</summary>
    /// <remarks>An example is the subject of an access token. The journal keeps it, if the call opens the wallet.</remarks>
    public string? Actor { get; init; }

    /// <summary>Gets the host code that runs inside the commit; null for none.</summary>
    /// <remarks>Rows that it writes are committed with the change of the wallets. The store must be able to run it: see <see cref="ICommitParticipant"/>.</remarks>
    [JsonIgnore]
    public ICommitParticipant? Participant { get; init; }
}
