using WalletKit.Rules;

namespace WalletKit;

/// <summary>The rebate terms in force when a deposit was made. The rebate keeps them, so later changes do not touch it.</summary>
/// <param name="Policy">The name of the policy that set them, 1 to 200 characters.</param>
/// <param name="Text">The policy's own text, 1 to 512 characters: all that the policy needs when it calculates the rebate.</param>
public sealed record RebateTerms(string Policy, string Text)
{
    /// <summary>The longest policy name, in characters.</summary>
    public const int MaxPolicyLength = 200;

    /// <summary>The longest text, in characters.</summary>
    public const int MaxTextLength = 512;
}
