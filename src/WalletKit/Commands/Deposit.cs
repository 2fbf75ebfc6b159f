namespace WalletKit;

/// <summary>Adds money to a wallet.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Amount">How much, in units: more than zero, with no more decimals than the currency has.</param>
public sealed record Deposit(WalletId WalletId, decimal Amount) : MoneyCommand(WalletId, Amount)
{
    private RebateTerms? _rebateTerms;

    /// <summary>
    /// The terms of the rebate that the deposit earns; null for none. <see cref="IWalletService"/> puts in those in force.
    /// They are not content: a retry under the same key is the same deposit, whatever the terms have become.
    /// </summary>
    public RebateTerms? RebateTerms
    {
        get => _rebateTerms;
        init => _rebateTerms = value;
    }

    /// <summary>Sets the terms in place of a copy; for who made the command, before anyone else has it.</summary>
    internal void Earn(RebateTerms? terms) => _rebateTerms = terms;
}
