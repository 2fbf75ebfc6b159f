using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The identity of a wallet, to be written.</summary>
internal sealed record WrittenWallet(Wallet Wallet, WalletSecrets Secrets);
