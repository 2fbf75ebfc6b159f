namespace WalletKit.Stores;

/// <summary>A participant of a commit that is running now.</summary>
/// <param name="Name">The participant's <see cref="ICommitParticipant.Name"/>.</param>
/// <param name="Elapsed">The time since it began.</param>
public sealed record RunningParticipant(string Name, TimeSpan Elapsed);
