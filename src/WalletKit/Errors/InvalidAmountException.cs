using System.Globalization;

namespace WalletKit;

/// <summary>The refusal of an amount that breaks a rule. Code <c>invalid_amount</c>.</summary>
/// <remarks>
/// An amount may not be zero or negative, may not have more decimals than the currency, and must fit the 64-bit range of minor units.
/// </remarks>
public sealed class InvalidAmountException : WalletRefusedException
{
    /// <summary>Names the amount and the rule that it breaks.</summary>
    /// <param name="amount">The amount, in units.</param>
    /// <param name="rule">The rule, worded to end a sentence that begins with the amount.</param>
    public InvalidAmountException(decimal amount, string rule)
        : base(RefusalKind.Malformed, "invalid_amount", string.Create(CultureInfo.InvariantCulture, $"amount {amount} {rule}."))
    {
        Amount = amount;
        Rule = rule;
    }

    /// <summary>Gets the amount, in units.</summary>
    public decimal Amount { get; }

    /// <summary>Gets the rule that the amount breaks.</summary>
    public string Rule { get; }
}
