using WalletKit.Rules;

namespace WalletKit.Stores;

/// <summary>A reference to a record, from a result that is kept under a key.</summary>
/// <param name="Kind">The kind of the record.</param>
/// <param name="WalletId">The wallet to which the record belongs.</param>
/// <param name="Number">A transaction's or an event's version, or a hold's number.</param>
/// <param name="Command">The index in the batch of the command that has the result, from 0.</param>
/// <param name="Exists">Whether the record exists.</param>
public readonly record struct BookReference(BookReferenceKind Kind, WalletId WalletId, long Number, int Command, bool Exists);
