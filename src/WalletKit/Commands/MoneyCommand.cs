namespace WalletKit;

/// <summary>A command that names an amount of money.</summary>
public abstract record MoneyCommand : PostingCommand
{
    private protected MoneyCommand(WalletId walletId, decimal amount)
        : base(walletId) => Amount = amount;

    /// <summary>How much, in units: more than zero, with no more decimals than the currency has.</summary>
    public decimal Amount { get; }
}
