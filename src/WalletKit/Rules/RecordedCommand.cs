using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>What an idempotency key stands for: a command, or a batch as a whole.</summary>
/// <param name="WalletId">Whose key it is.</param>
/// <param name="Key">The key.</param>
/// <param name="Content">The hash of the content it was used with.</param>
/// <param name="Results">The first results: of a command one, of a batch one for each of its commands. What a store keeps of each is what a repetition gets: transactions, hold and its version, event.</param>
public sealed record RecordedCommand(WalletId WalletId, string Key, Sha256Hash Content, ImmutableArray<CommandResult> Results)
{
    /// <summary>What other content under the key gets: the transaction that stands for it, and never another wallet's.</summary>
    internal IdempotencyConflictException ToConflict() =>
        new(WalletId, Results.SelectMany(result => result.Transactions).FirstOrDefault(transaction => transaction.WalletId == WalletId)?.Id);
}
