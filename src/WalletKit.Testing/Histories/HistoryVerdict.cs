namespace WalletKit.Testing.Histories;

/// <summary>The verdict on a history: whether its answers could come from a store that did one call after another.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Tries">The number of times that a call was tried at some place.</param>
/// <param name="Explanation">The place past which no order could be continued, for people to read; empty where there is an order.</param>
public sealed record HistoryVerdict(HistoryOutcome Outcome, long Tries, string Explanation);
