using System.Text.Json.Serialization;

namespace WalletKit;

/// <summary>The options of a section: the number and duration of its attempts, and the actor of its commands.</summary>
public sealed record SectionOptions
{
    /// <summary>Gets the number of attempts at most, 1 to 1,000. Default: 10.</summary>
    /// <remarks>The decision is asked for again when its wallets changed in the meantime.</remarks>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>Gets the time that one decision may take, more than zero and at most one hour. Default: 30 seconds.</summary>
    /// <remarks>After it the wallets are unlocked, even where the decision blocks its thread.</remarks>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the person or program that asks for all the commands; 1 to 200 characters, or null.</summary>
    /// <remarks>A command with an actor of its own keeps it.</remarks>
    public string? Actor { get; init; }

    /// <summary>Gets the host code that runs inside the commit; null for none.</summary>
    /// <remarks>Rows that it writes are committed with the change of the wallets. The store must be able to run it: see <see cref="ICommitParticipant"/>. It does not run for a section without commands.</remarks>
    [JsonIgnore]
    public ICommitParticipant? Participant { get; init; }
}
