using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>The command, or the batch as a whole, that was done under an idempotency key.</summary>
/// <param name="WalletId">The wallet to which the key belongs.</param>
/// <param name="Key">The hash of the key: <see cref="KeyHash.Kept"/>.</param>
/// <param name="Content">The hash of the content with which the key was used, under the wallet's <see cref="WalletSecrets.Keys"/>.</param>
/// <param name="Results">
/// The first results: one for a command, and one for each command of a batch. A store keeps the parts of a result that a repetition gets: the transactions,
/// the hold and the version of its wallet, and the event.
/// </param>
/// <param name="RecordedAt">The clock at the commit, to the microsecond. The age of the key counts from it.</param>
public sealed record RecordedCommand(WalletId WalletId, Sha256Hash Key, Sha256Hash Content, ImmutableArray<CommandResult> Results, DateTimeOffset RecordedAt)
{
    /// <summary>The refusal of other content under the key. It names the transaction under the key, and never another wallet's.</summary>
    internal IdempotencyConflictException ToConflict() =>
        new(WalletId, Results.SelectMany(result => result.Transactions).FirstOrDefault(transaction => transaction.WalletId == WalletId)?.Id);
}
