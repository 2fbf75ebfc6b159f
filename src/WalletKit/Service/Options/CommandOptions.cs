using System.Text.Json.Serialization;

namespace WalletKit;

/// <summary>The options that all commands have.</summary>
/// <remarks>Each command has an options type of its own, so that a call cannot set an option that the command does not have.</remarks>
public abstract record CommandOptions
{
    private protected CommandOptions()
    {
    }

    /// <summary>Gets the idempotency key, which makes the call safe to repeat: 1 to 200 characters.</summary>
    /// <remarks>
    /// Each wallet has keys of its own. The same key with the same content returns the first result; the same key with other content is refused.
    /// </remarks>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets the version that the wallet must have; null for any. With another version the call is refused.</summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>Gets the person or program that asks for the call; 1 to 200 characters, or null.</summary>
    /// <remarks>An example is the subject of an access token. The journal keeps it. A retry under the same key may name another.</remarks>
    public string? Actor { get; init; }

    /// <summary>Gets the value date: the time at which the change counts; null for the present.</summary>
    /// <remarks>It is not after the present time.</remarks>
    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>Gets the host code that runs inside the commit; null for none.</summary>
    /// <remarks>Rows that it writes are committed with the change of the wallets. The store must be able to run it: see <see cref="ICommitParticipant"/>.</remarks>
    [JsonIgnore]
    public ICommitParticipant? Participant { get; init; }
}
