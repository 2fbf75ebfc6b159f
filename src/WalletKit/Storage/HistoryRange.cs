namespace WalletKit.Storage;

/// <summary>A stretch of a wallet's history, found by key, so that a deep one costs no more than the first.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Order">Which end to begin at.</param>
/// <param name="After">The sequence to go on after, in that order; null to begin at the end itself.</param>
/// <param name="Limit">How many transactions at most; one or more.</param>
public readonly record struct HistoryRange(WalletId WalletId, HistoryOrder Order, long? After, int Limit);
