using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit;

// The reads of commands, under the locks of their wallets.
public sealed partial class InMemoryWalletStore
{
    private sealed class CommittedStates(InMemoryWalletStore store) : RecordedStates
    {
        public override Wallet? FindWallet(WalletId walletId) => store._entries.GetValueOrDefault(walletId)?.Wallet;

        public override Wallet? FindWallet(string ownerId, string name) =>
            store._owners.Find(ownerId, name) is { } walletId && store._entries[walletId].Wallet is { IsErased: false } wallet ? wallet : null;

        public override int CountOpenWallets(string ownerId, int limit) => Math.Min(store._owners.CountOpen(ownerId), limit);

        public override WalletSecrets? FindSecrets(WalletId walletId) => store._entries.GetValueOrDefault(walletId)?.Secrets;

        public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) =>
            store._entries.GetValueOrDefault(walletId)?.FindKey(key.Kept)?.ToRecorded(this);

        public override WalletEvent? FindEvent(WalletId walletId, long version) => store._entries.GetValueOrDefault(walletId)?.FindEvent(version);

        public override WalletTransaction? FindTransaction(TransactionId transaction) =>
            store._entries.GetValueOrDefault(transaction.WalletId)?.FindTransaction(transaction.Version);

        public override long? FindReversal(TransactionId transaction) => store._entries.GetValueOrDefault(transaction.WalletId)?.FindReversal(transaction.Version);

        public override Hold? FindHold(HoldId hold) => store._entries.GetValueOrDefault(hold.WalletId)?.FindHold(hold.Number);

        public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) =>
            store._entries.GetValueOrDefault(walletId)?.SumExpired(now, ended) ?? 0;

        public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) =>
            store._entries.GetValueOrDefault(walletId)?.FindExpiring(after, limit) ?? [];

        public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) =>
            store._entries.GetValueOrDefault(walletId)?.FindEnded(ended, limit) ?? [];

        public override Rebate? FindRebate(TransactionId deposit) => store._rebates.Find(deposit);
    }
}
