using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

// The reads of commands, under the locks of their wallets.
public sealed partial class InMemoryWalletStore
{
    Wallet? IStateSource.FindWallet(WalletId walletId) => _entries.GetValueOrDefault(walletId)?.Wallet;

    Wallet? IStateSource.FindWallet(string ownerId, string name) =>
        _owners.Find(ownerId, name) is { } walletId ? _entries[walletId].Wallet : null;

    int IStateSource.CountOpenWallets(string ownerId, int limit) => Math.Min(_owners.CountOpen(ownerId), limit);

    RecordedCommand? IStateSource.FindRecorded(WalletId walletId, string key) =>
        _entries.GetValueOrDefault(walletId)?.FindRecorded(key);

    WalletTransaction? IStateSource.FindTransaction(TransactionId transaction) =>
        _entries.GetValueOrDefault(transaction.WalletId)?.FindTransaction(transaction.Version);

    long? IStateSource.FindReversal(TransactionId transaction) => _entries.GetValueOrDefault(transaction.WalletId)?.FindReversal(transaction.Version);

    Hold? IStateSource.FindHold(HoldId hold) => _entries.GetValueOrDefault(hold.WalletId)?.FindHold(hold.Number);

    long IStateSource.SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) =>
        _entries.GetValueOrDefault(walletId)?.SumExpired(now, ended) ?? 0;

    IReadOnlyList<Hold> IStateSource.FindExpiring(WalletId walletId, DateTimeOffset after, int limit) =>
        _entries.GetValueOrDefault(walletId)?.FindExpiring(after, limit) ?? [];

    IReadOnlyList<Hold> IStateSource.FindEnded(WalletId walletId, EndedThrough ended, int limit) =>
        _entries.GetValueOrDefault(walletId)?.FindEnded(ended, limit) ?? [];

    Rebate? IStateSource.FindRebate(TransactionId deposit) => _rebates.Find(deposit);
}
