namespace WalletKit.Service.Holds;

/// <summary>The outcome for one wallet in a sweep: its state after the sweep, or the failure to record its holds.</summary>
internal readonly record struct SweptWallet(WalletId Id, Wallet? Wallet, Exception? Failure);
