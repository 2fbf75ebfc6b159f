using System.Globalization;

namespace WalletKit;

/// <summary>
/// An amount that is zero, negative, has more decimals than the currency, or is past the 64-bit range of minor units.
/// Code <c>invalid_amount</c>.
/// </summary>
public sealed class InvalidAmountException : WalletRefusedException
{
    /// <summary>Says which rule the amount breaks.</summary>
    /// <param name="amount">The amount, in units.</param>
    /// <param name="rule">The rule, as the end of a sentence that begins with the amount.</param>
    public InvalidAmountException(decimal amount, string rule)
        : base(RefusalKind.Malformed, "invalid_amount", string.Create(CultureInfo.InvariantCulture, $"amount {amount} {rule}."))
    {
        Amount = amount;
        Rule = rule;
    }

    /// <summary>The amount, in units.</summary>
    public decimal Amount { get; }

    /// <summary>The rule it breaks.</summary>
    public string Rule { get; }
}
