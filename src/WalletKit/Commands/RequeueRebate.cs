namespace WalletKit;

/// <summary>Makes a dead rebate pending again, due at once and with its attempts counted anew.</summary>
/// <param name="Deposit">The deposit that earned it.</param>
public sealed record RequeueRebate(TransactionId Deposit) : RebateCommand(Deposit);
