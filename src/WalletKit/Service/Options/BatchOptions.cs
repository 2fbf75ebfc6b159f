using System.Text.Json.Serialization;

namespace WalletKit;

/// <summary>The options of a batch.</summary>
public sealed record BatchOptions
{
    /// <summary>Gets the key that makes the batch as a whole safe to repeat: 1 to 200 characters.</summary>
    /// <remarks>
    /// The same key with the same commands returns the first results. The key is one of the keys of the first command's wallet.
    /// </remarks>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets the person or program that asks for all the commands; 1 to 200 characters, or null.</summary>
    /// <remarks>A command with an actor of its own keeps it. The actor is not content: a retry under the same key may name another.</remarks>
    public string? Actor { get; init; }

    /// <summary>Gets the host code that runs inside the commit; null for none.</summary>
    /// <remarks>Rows that it writes are committed with the change of the wallets. The store must be able to run it: see <see cref="ICommitParticipant"/>.</remarks>
    [JsonIgnore]
    public ICommitParticipant? Participant { get; init; }
}
