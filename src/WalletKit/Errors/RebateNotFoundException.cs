namespace WalletKit;

/// <summary>No rebate was ever due for that transaction. Code <c>rebate_not_found</c>.</summary>
public sealed class RebateNotFoundException : WalletRefusedException
{
    /// <summary>Says which transaction earned none.</summary>
    public RebateNotFoundException(TransactionId deposit)
        : base(RefusalKind.NotFound, "rebate_not_found", $"no rebate was recorded for transaction {deposit}.") => Deposit = deposit;

    /// <summary>The transaction.</summary>
    public TransactionId Deposit { get; }
}
