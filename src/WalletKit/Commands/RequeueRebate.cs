using WalletKit.Rules;

namespace WalletKit;

/// <summary>Makes a dead rebate pending again: due at once, with a new count of attempts.</summary>
/// <remarks>A pending rebate that is due later becomes due at once as well: a clock that was ahead may have set its time.</remarks>
/// <param name="Deposit">The deposit that earned the rebate.</param>
public sealed record RequeueRebate(TransactionId Deposit) : RebateCommand(Deposit)
{
    internal override string Kind => "requeue rebate";

    private protected override RebateStatus Needed => RebateStatus.Dead;

    private protected override bool Takes(Rebate rebate, DateTimeOffset now) =>
        base.Takes(rebate, now) || (rebate.Status == RebateStatus.Pending && rebate.DueAt > now);

    private protected override Decision Step(Wallet wallet, Rebate rebate, in CommandState state, DateTimeOffset now)
    {
        var time = Time.Truncate(now);
        return Settle(rebate with { Status = RebateStatus.Pending, Attempts = 0, DueAt = time, Claim = null, UpdatedAt = time });
    }
}
