using WalletKit.Rules;

namespace WalletKit;

/// <summary>Records that an attempt to settle a pending rebate failed; where the wallet is closed, cancels the rebate instead.</summary>
/// <param name="Deposit">The deposit that earned the rebate.</param>
/// <param name="Claim">The claim under which the attempt was made; if there is a newer claim, the failure is refused.</param>
/// <param name="Error">The error, for people to read; cut to <see cref="MaxErrorLength"/> characters.</param>
/// <param name="RetryIn">The time from the commit to the next attempt, from zero to <see cref="MaxRetryIn"/>; null to give the rebate up as dead.</param>
public sealed record FailRebate(TransactionId Deposit, Guid Claim, string Error, TimeSpan? RetryIn) : RebateCommand(Deposit)
{
    /// <summary>The longest error that is kept, in characters.</summary>
    public const int MaxErrorLength = 1_000;

    /// <summary>The longest time to the next attempt.</summary>
    public static readonly TimeSpan MaxRetryIn = TimeSpan.FromDays(3_660);

    internal override string Kind => "fail rebate";

    private protected override RebateStatus Needed => RebateStatus.Pending;

    private protected override WalletRefusedException? CheckFields() =>
        RetryIn < TimeSpan.Zero || RetryIn > MaxRetryIn
            ? new InvalidInputException("retryIn", RetryIn, $"must be zero or more and at most {MaxRetryIn.Days} days")
            : null;

    private protected override Decision Step(Wallet wallet, Rebate rebate, in CommandState state, DateTimeOffset now)
    {
        // A newer claim has an attempt under way, and a late failure must not disturb its schedule.
        if (rebate.Claim != Claim)
        {
            return new RebateStateException(rebate.Deposit, rebate.Status, "under the claim that the attempt was made with");
        }

        // No further attempt could pay the rebate.
        if (wallet.Status == WalletStatus.Closed)
        {
            return Cancel(rebate, Time.NotBefore(wallet.UpdatedAt, now));
        }

        if (RetryIn > DateTimeOffset.MaxValue - now)
        {
            return new InvalidInputException("retryIn", RetryIn, "must end before the year 10,000");
        }

        return Settle(rebate with
        {
            Status = RetryIn is null ? RebateStatus.Dead : RebateStatus.Pending,
            Attempts = checked(rebate.Attempts + 1),
            DueAt = RetryIn is { } retryIn ? Time.Truncate(now + retryIn) : rebate.DueAt,
            Reason = Cut(Error),
            Claim = null,
            UpdatedAt = Time.Truncate(now),
        });
    }

    // The error comes from the host's own policy. It is kept for people to read, as far as every store can keep it.
    private static string Cut(string? error)
    {
        error ??= "";
        return Text.Mend(error.Length <= MaxErrorLength ? error : error[..Text.WholeLength(error, MaxErrorLength)]);
    }
}
