namespace WalletKit;

/// <summary>The refusal of a command because the rebate is in another state than the command needs. Code <c>rebate_state</c>.</summary>
public sealed class RebateStateException : WalletRefusedException
{
    /// <summary>Names the deposit, the state of its rebate, and the state that was needed.</summary>
    public RebateStateException(TransactionId deposit, RebateStatus status, string needed)
        : base(RefusalKind.State, "rebate_state", $"the rebate of transaction {deposit} is {status}; it must be {needed}.")
    {
        Deposit = deposit;
        Status = status;
    }

    /// <summary>Gets the deposit that earned the rebate.</summary>
    public TransactionId Deposit { get; }

    /// <summary>Gets the state of the rebate.</summary>
    public RebateStatus Status { get; }
}
