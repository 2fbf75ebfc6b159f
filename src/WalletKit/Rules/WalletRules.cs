using WalletKit.Commands;

namespace WalletKit.Rules;

/// <summary>
/// The one place where it is decided what a command does. A pure function: no I/O, no clock, no randomness; the same
/// command, state and time always give the same decision, so every store refuses alike.
/// </summary>
/// <remarks>
/// The order of checks is fixed: malformed input, idempotency key, wallet exists, expected version, closed, frozen,
/// currency and its decimals, funds or range.
/// </remarks>
public static class WalletRules
{
    /// <summary>Decides a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">What stands inside the transaction that will commit it.</param>
    /// <param name="now">The time of the commit. Where a wallet's last change is later, that time is taken instead.</param>
    /// <exception cref="ArgumentException">The command is of a kind that the rules do not know.</exception>
    public static Decision Decide(WalletCommand command, in CommandState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return CheckForm(command) is { } malformed ? malformed : DecideWellFormed(command, state, now);
    }

    /// <summary>The same for who has asked <see cref="CheckForm"/> already, which comes before the state is read.</summary>
    internal static Decision DecideWellFormed(WalletCommand command, in CommandState state, DateTimeOffset now) =>
        AsOf(DecideAsRecorded(command, state, now), state.Expired, now);

    // Whatever has expired and was not ended by the command holds nothing for the caller either.
    private static Decision AsOf(Decision decision, ExpiredHolds? expired, DateTimeOffset now) =>
        expired is not null && decision.Result.Wallet is { } wallet && wallet.Holds.NextExpiry <= now
            ? decision with { Result = decision.Result with { Wallet = wallet.AsOf(expired.MinorUnits, expired.NextExpiry) } }
            : decision;

    private static Decision DecideAsRecorded(WalletCommand command, in CommandState state, DateTimeOffset now) =>
        command switch
        {
            Deposit deposit => MoneyRules.Decide(deposit, state, now),
            Withdraw withdraw => MoneyRules.Decide(withdraw, state, now),
            OpenWallet open => OpeningRules.Decide(open, state, now),
            Transfer transfer => TransferRules.Decide(transfer, state, now),
            PlaceHold place => HoldRules.Decide(place, state, now),
            CaptureHold capture => HoldRules.Decide(capture, state, now),
            VoidHold release => HoldRules.Decide(release, state, now),
            ExpireHolds expire => HoldRules.Decide(expire, state, now),
            Reverse reverse => ReversalRules.Decide(reverse, state, now),
            StateCommand change => StateRules.Decide(change, state, now),
            PayRebate pay => RebateRules.Decide(pay, state, now),
            FailRebate fail => RebateRules.Decide(fail, state, now),
            RequeueRebate requeue => RebateRules.Decide(requeue, state, now),
            _ => throw new ArgumentException($"The rules do not know {command.GetType().Name}.", nameof(command)),
        };

    /// <summary>
    /// The first of the checks, which needs no state: a store asks it before it reads anything, so that malformed input never
    /// reaches a query.
    /// </summary>
    /// <returns>The refusal; null where the command is well formed.</returns>
    public static WalletException? CheckForm(WalletCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command switch
        {
            KeyedCommand keyed => FormRules.Check(keyed),
            OpenWallet open => FormRules.Check(open),
            PayRebate pay => FormRules.Check(pay),
            FailRebate fail => FormRules.Check(fail),
            _ => null,
        };
    }
}
