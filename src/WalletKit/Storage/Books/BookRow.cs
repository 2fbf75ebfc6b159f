using WalletKit.Rules;

namespace WalletKit.Stores;

/// <summary>A row of a wallet's books, read or found to be unreadable.</summary>
/// <param name="Number">Which one: a hold's number, an event's version.</param>
/// <param name="Value">What it says; null where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null where it can.</param>
public readonly record struct BookRow<T>(long Number, T? Value, string? Problem = null)
    where T : class;
