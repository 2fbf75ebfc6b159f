using WalletKit.Rebates;

namespace WalletKit.Rules;

/// <summary>All that the rules need to know to decide a command, as it stands inside the transaction that will commit it.</summary>
/// <param name="Wallet">The command's wallet; for an opening, the one that stands under the owner and name, or else under the id. Null where there is none.</param>
/// <param name="Recorded">What the command's idempotency key stands for; null where it is new, or there is no key.</param>
/// <param name="Rebate">The rebate that a rebate command is about; null where there is none.</param>
public readonly record struct CommandState(Wallet? Wallet, RecordedCommand? Recorded = null, Rebate? Rebate = null);
