using WalletKit.Rules;

namespace WalletKit.Stores;

/// <summary>A row of a wallet's books, read or found to be unreadable.</summary>
/// <param name="Number">The number of the row: a hold's number, or an event's version.</param>
/// <param name="Value">The content of the row; null where it cannot be read.</param>
/// <param name="Problem">The reason why the row cannot be read; null where it can.</param>
public readonly record struct BookRow<T>(long Number, T? Value, string? Problem = null)
    where T : class;
