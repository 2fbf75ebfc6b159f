namespace WalletKit.Rules;

/// <summary>The transactions that a reversal reads beside the wallets.</summary>
/// <param name="Transaction">The transaction to be reversed.</param>
/// <param name="ReversedBy">The version of the transaction that reversed it; null where it was not reversed.</param>
/// <param name="CounterpartLeg">The other leg, where the transaction is a leg of a transfer; otherwise null.</param>
/// <param name="RebatePayment">The payment of the deposit's rebate, unless the payment was reversed by itself; null where there is none.</param>
internal sealed record ReversalState(
    WalletTransaction Transaction, long? ReversedBy = null, WalletTransaction? CounterpartLeg = null, WalletTransaction? RebatePayment = null);
