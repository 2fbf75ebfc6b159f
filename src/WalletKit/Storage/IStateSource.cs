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
}
