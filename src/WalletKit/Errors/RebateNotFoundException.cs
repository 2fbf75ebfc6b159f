namespace WalletKit;

/// <summary>The refusal of a command on a rebate of a transaction that earned none. Code <c>rebate_not_found</c>.</summary>
public sealed class RebateNotFoundException : WalletRefusedException
{
    /// <summary>Names the transaction that earned no rebate.</summary>
    public RebateNotFoundException(TransactionId deposit)
        : base(RefusalKind.NotFound, "rebate_not_found", $"no rebate was recorded for transaction {deposit}.") => Deposit = deposit;

    /// <summary>Gets the transaction.</summary>
    public TransactionId Deposit { get; }
}
