using WalletKit.Stores;

namespace WalletKit.Storage.Relational;

/// <summary>States, with the events that idempotency keys stand for.</summary>
internal abstract class RecordedStates : StateSource
{
    /// <summary>Finds the event of a wallet's version; null where there is none.</summary>
    public abstract WalletEvent? FindEvent(WalletId walletId, long version);
}
