using WalletKit.Rules;

namespace WalletKit;

/// <summary>A command that names an amount of money.</summary>
public abstract record MoneyCommand : PostingCommand
{
    private protected MoneyCommand(WalletId walletId, decimal amount)
        : base(walletId) => Amount = amount;

    /// <summary>Gets the amount, in units: more than zero, with no more decimals than the currency has.</summary>
    public decimal Amount { get; }

    private protected override WalletRefusedException? CheckOwnForm() => FormRules.CheckAmount(Amount);

    private protected void WriteMoney(HashedContent content)
    {
        content.WriteText(Amount);
        WriteNotes(content);
    }
}
