using WalletKit.Stores;

namespace WalletKit.Storage.Relational;

/// <summary>States, with the events that idempotency keys stand for.</summary>
internal interface IRecordedStates : IStateSource
{
    /// <summary>Finds the event of a wallet's version; null where there is none.</summary>
    WalletEvent? FindEvent(WalletId walletId, long version);
}
