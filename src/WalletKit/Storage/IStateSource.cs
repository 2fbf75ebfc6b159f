using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Storage;

/// <summary>What a store has committed, as seen inside the transaction that is being put together.</summary>
internal interface IStateSource
{
    Wallet? FindWallet(WalletId walletId);

    Wallet? FindWallet(string ownerId, string name);

    RecordedCommand? FindRecorded(WalletId walletId, string key);

    Rebate? FindRebate(TransactionId deposit);

    WalletTransaction? FindTransaction(TransactionId transaction);

    /// <summary>The sequence of the transaction that reversed one; null where none has.</summary>
    long? FindReversal(TransactionId transaction);

    Hold? FindHold(HoldId hold);

    /// <summary>Open holds of a wallet that expire at <paramref name="until"/> or before, the earliest first.</summary>
    IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset until, int limit);
}
