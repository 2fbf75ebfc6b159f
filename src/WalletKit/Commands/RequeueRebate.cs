using WalletKit.Rules;

namespace WalletKit;

/// <summary>Makes a dead rebate pending again: due at once, with a new count of attempts.</summary>
/// <param name="Deposit">The deposit that earned the rebate.</param>
public sealed record RequeueRebate(TransactionId Deposit) : RebateCommand(Deposit)
{
    internal override string Kind => "requeue rebate";

    private protected override RebateStatus Needed => RebateStatus.Dead;

    private protected override Decision Step(Wallet wallet, Rebate rebate, in CommandState state, DateTimeOffset now)
    {
        var time = Time.Truncate(now);
        return Settle(rebate with { Status = RebateStatus.Pending, Attempts = 0, DueAt = time, UpdatedAt = time });
    }
}
