namespace WalletKit;

/// <summary>A policy that sets the rebate of a deposit.</summary>
/// <remarks>
/// The policy is asked twice: at the deposit for the terms, which are kept with the deposit's rebate, and in the background for the amount under those
/// terms. Each time it is resolved in a scope of its own; a policy that is shared must be safe to call from several threads.
/// </remarks>
public interface IRebatePolicy
{
    /// <summary>Gets the name that is kept with each rebate, 1 to 200 characters.</summary>
    /// <remarks>A name that was in use must not change its meaning.</remarks>
    string Name { get; }

    /// <summary>Returns the terms in force now; null where the deposit earns nothing.</summary>
    /// <remarks>
    /// The terms are 1 to 512 characters of the policy's own choosing. The method is called on the path of the deposit, so it must be quick and must not fail;
    /// a failure fails the deposit.
    /// </remarks>
    string? TermsFor(Deposit deposit);

    /// <summary>Calculates a rebate, in units: zero or more, with no more decimals than the deposit's currency has.</summary>
    /// <remarks>
    /// The method may be called several times for one deposit, after a crash for example; the rebate is nevertheless paid once. A failure is retried.
    /// </remarks>
    ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken);
}
