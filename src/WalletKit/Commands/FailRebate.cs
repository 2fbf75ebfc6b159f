namespace WalletKit.Commands;

/// <summary>Records that an attempt to settle a pending rebate failed; where the wallet is closed, cancels the rebate instead.</summary>
/// <param name="Deposit">The deposit that earned it.</param>
/// <param name="Claim">The claim under which the attempt was made; where a newer claim stands, the failure is refused.</param>
/// <param name="Error">What went wrong; cut to <see cref="MaxErrorLength"/> characters.</param>
/// <param name="RetryIn">How long after the commit to try again, from zero to <see cref="MaxRetryIn"/>; null where the rebate is given up as dead.</param>
public sealed record FailRebate(TransactionId Deposit, Guid Claim, string Error, TimeSpan? RetryIn) : RebateCommand(Deposit)
{
    /// <summary>The longest error that is kept, in characters.</summary>
    public const int MaxErrorLength = 1_000;

    /// <summary>The longest wait for the next attempt.</summary>
    public static readonly TimeSpan MaxRetryIn = TimeSpan.FromDays(3_660);
}
