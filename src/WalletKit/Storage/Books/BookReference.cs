using WalletKit.Rules;

namespace WalletKit.Stores;

/// <summary>What a result that is kept under a key refers to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="WalletId">Whose it is.</param>
/// <param name="Number">A transaction's sequence, a hold's number, an event's version.</param>
/// <param name="Command">Of which command of the batch it is the result, from 0.</param>
/// <param name="Exists">Whether it is there.</param>
public readonly record struct BookReference(BookReferenceKind Kind, WalletId WalletId, long Number, int Command, bool Exists);
