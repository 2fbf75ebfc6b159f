namespace WalletKit.Rules;

/// <summary>What a reversal reads beside the wallets.</summary>
/// <param name="Transaction">The transaction to be reversed.</param>
/// <param name="ReversedBy">The sequence of the transaction that reversed it; null where none has.</param>
/// <param name="CounterpartLeg">The other leg of a transfer; null where it is none.</param>
/// <param name="RebatePayment">The transaction that paid the rebate of a deposit, unless it was reversed by itself; null where none did.</param>
internal sealed record ReversalState(
    WalletTransaction Transaction, long? ReversedBy = null, WalletTransaction? CounterpartLeg = null, WalletTransaction? RebatePayment = null);
