namespace WalletKit;

/// <summary>A step in the life of the rebate that a deposit earned. Its state makes it safe to repeat, so it needs no key.</summary>
public abstract record RebateCommand : WalletCommand
{
    private protected RebateCommand(TransactionId deposit)
        : base(deposit.WalletId) => Deposit = deposit;

    /// <summary>The deposit.</summary>
    public TransactionId Deposit { get; }
}
