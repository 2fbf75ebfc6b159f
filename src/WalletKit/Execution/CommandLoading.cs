using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Execution;

/// <summary>Reads what a command's decision rests on, and no more.</summary>
internal static class CommandLoading
{
    public static CommandState Load(WalletCommand command, IStateSource states, DateTimeOffset now)
    {
        // A key that was used before answers the command alone.
        if (command is KeyedCommand { IdempotencyKey: { } key } && states.FindRecorded(command.WalletId, key) is { } recorded)
        {
            return new CommandState(null, recorded);
        }

        var state = command switch
        {
            OpenWallet open => WithOpenWallets(states, open, states.FindWallet(open.OwnerId, open.Name) ?? states.FindWallet(open.WalletId)),
            RebateCommand rebate => new CommandState(states.FindWallet(rebate.WalletId), Rebate: states.FindRebate(rebate.Deposit)),
            Transfer transfer => new CommandState(states.FindWallet(command.WalletId)) { Counterpart = states.FindWallet(transfer.Destination) },
            CaptureHold capture => WithHold(states, capture.Hold),
            VoidHold release => WithHold(states, release.Hold),
            Reverse reverse => WithReversal(states, now, reverse.Transaction),
            _ => new CommandState(states.FindWallet(command.WalletId)),
        };
        return WithExpiry(state with { Expired = ExpiryLoading.Load(states, state.Wallet, now) }, command, states, now);
    }

    // Only where one is to be added: what stands already is returned, however many there are.
    private static CommandState WithOpenWallets(IStateSource states, OpenWallet open, Wallet? standing) =>
        new(standing) { OpenWallets = standing is null && open.MaxWallets is { } most ? states.CountOpenWallets(open.OwnerId, most) : 0 };

    private static CommandState WithHold(IStateSource states, HoldId holdId)
    {
        var wallet = states.FindWallet(holdId.WalletId);
        return new CommandState(wallet) { Hold = wallet is null ? null : states.FindHold(holdId) };
    }

    // What the command needs of other holds than the one that it names, and only where it needs it.
    private static CommandState WithExpiry(CommandState state, WalletCommand command, IStateSource states, DateTimeOffset now)
    {
        if (state.Wallet is not { } wallet)
        {
            return state;
        }

        var (standing, _) = Expiry.End(wallet, state.Expired, now);
        return command switch
        {
            CaptureHold or VoidHold when state.Hold is { ExpiresAt: { } expiry } hold && expiry == standing.Holds.NextExpiry =>
                state with { NextExpiry = ExpiryLoading.FindNext(states, standing, now, hold.Id) },
            ExpireHolds when standing.Holds.EndedThrough is { } ended => state with { Ended = [.. states.FindEnded(wallet.Id, ended, ExpireHolds.MaxHolds + 1)] },
            CloseWallet when standing is { BalanceMinorUnits: 0, Holds: { HeldMinorUnits: 0, EndedThrough: { } ended } } => state with { Ended = [.. states.FindEnded(wallet.Id, ended, int.MaxValue)] },
            _ => state,
        };
    }

    private static CommandState WithReversal(IStateSource states, DateTimeOffset now, TransactionId id)
    {
        var wallet = states.FindWallet(id.WalletId);
        if (wallet is null || states.FindTransaction(id) is not { } transaction)
        {
            return new CommandState(wallet);
        }

        // The other leg of a reversal is not asked for, as it is refused for what it is.
        var leg = transaction is { Type: not TransactionType.Reversal, Links.Counterpart: { } counterpart } ? states.FindTransaction(counterpart) : null;
        var other = leg is null ? null : states.FindWallet(leg.WalletId);
        var rebate = transaction.Type == TransactionType.Deposit ? states.FindRebate(id) : null;
        return new CommandState(wallet, Rebate: rebate)
        {
            Counterpart = other,
            CounterpartExpired = ExpiryLoading.Load(states, other, now),
            Reversal = new ReversalState(transaction, states.FindReversal(id), leg, FindPayment(states, rebate)),
        };
    }

    private static WalletTransaction? FindPayment(IStateSource states, Rebate? rebate) =>
        rebate is { Status: RebateStatus.Paid, PaidSequence: { } sequence }
            && new TransactionId(rebate.Deposit.WalletId, sequence) is var payment
            && states.FindReversal(payment) is null
            ? states.FindTransaction(payment)
            : null;
}
