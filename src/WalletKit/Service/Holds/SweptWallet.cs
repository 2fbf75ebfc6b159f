namespace WalletKit.Service.Holds;

/// <summary>What became of one wallet in a sweep: it stands as it is given, or its holds could not be recorded.</summary>
internal readonly record struct SweptWallet(WalletId Id, Wallet? Wallet, Exception? Failure);
