namespace WalletKit;

/// <summary>
/// What rebate a deposit earns. It is asked twice: at the deposit for the terms, which are kept with it, and in the background
/// for the amount under those terms. Each time it is resolved in a scope of its own; one that is shared must be safe to call from several threads.
/// </summary>
public interface IRebatePolicy
{
    /// <summary>Gets the name that is kept with each rebate, 1 to 200 characters; one that was in use must not change its meaning.</summary>
    string Name { get; }

    /// <summary>
    /// The terms in force now, 1 to 512 characters of the policy's own choosing; null where this deposit earns nothing. Called on
    /// the path of the deposit, so it must be quick and must not fail; a failure fails the deposit.
    /// </summary>
    string? TermsFor(Deposit deposit);

    /// <summary>
    /// Calculates a rebate, in units: zero or more, with no more decimals than the deposit's currency has. It may be called several
    /// times for one deposit, as after a crash; the rebate is paid once all the same. A failure is retried.
    /// </summary>
    ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken);
}
