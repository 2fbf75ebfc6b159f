namespace WalletKit.Testing.Histories;

/// <summary>Whether the answers in a history are those of a store that did one call after the other.</summary>
/// <param name="Outcome">What was found.</param>
/// <param name="Tries">How many calls were tried at how many places in all.</param>
/// <param name="Explanation">Where no order went further, for people to read; empty where there is an order.</param>
public sealed record HistoryVerdict(HistoryOutcome Outcome, long Tries, string Explanation);
