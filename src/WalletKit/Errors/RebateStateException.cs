namespace WalletKit;

/// <summary>A rebate is in another state than the command asks for. Code <c>rebate_state</c>.</summary>
public sealed class RebateStateException : WalletRefusedException
{
    /// <summary>Says the state that stands and the one that was needed.</summary>
    public RebateStateException(TransactionId deposit, RebateStatus status, string needed)
        : base(RefusalKind.State, "rebate_state", $"the rebate of transaction {deposit} is {status}; it must be {needed}.")
    {
        Deposit = deposit;
        Status = status;
    }

    /// <summary>The deposit that earned the rebate.</summary>
    public TransactionId Deposit { get; }

    /// <summary>The state that stands.</summary>
    public RebateStatus Status { get; }
}
