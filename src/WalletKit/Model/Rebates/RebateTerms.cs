using WalletKit.Rules;

namespace WalletKit;

/// <summary>The terms in force when a deposit was made. They are kept with the rebate it earns, so later changes do not touch it.</summary>
/// <param name="Policy">The name of the policy that set them, 1 to 200 characters.</param>
/// <param name="Text">What the policy needs to know again when it calculates the rebate, 1 to 512 characters of its own choosing.</param>
public sealed record RebateTerms(string Policy, string Text)
{
    /// <summary>The longest policy name, in characters.</summary>
    public const int MaxPolicyLength = 200;

    /// <summary>The longest text, in characters.</summary>
    public const int MaxTextLength = 512;
}
