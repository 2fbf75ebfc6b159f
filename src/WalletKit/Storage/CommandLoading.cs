using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Storage;

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

        return command switch
        {
            OpenWallet open => WithOpenWallets(states, open, states.FindWallet(open.OwnerId, open.Name) ?? states.FindWallet(open.WalletId)),
            Deposit => new CommandState(states.FindWallet(command.WalletId)),
            RebateCommand rebate => new CommandState(states.FindWallet(rebate.WalletId), Rebate: states.FindRebate(rebate.Deposit)),
            Transfer transfer => WithExpired(states, now, states.FindWallet(command.WalletId)) with { Counterpart = states.FindWallet(transfer.Destination) },
            CaptureHold capture => WithEnding(states, now, capture.Hold),
            VoidHold release => WithEnding(states, now, release.Hold),
            ExpireHolds => WithEarliest(states, states.FindWallet(command.WalletId)),
            Reverse reverse => WithReversal(states, now, reverse.Transaction),
            _ => WithExpired(states, now, states.FindWallet(command.WalletId)),
        };
    }

    // Only where one is to be added: what stands already is returned, however many there are.
    private static CommandState WithOpenWallets(IStateSource states, OpenWallet open, Wallet? standing) =>
        new(standing) { OpenWallets = standing is null && open.MaxWallets is { } most ? states.CountOpenWallets(open.OwnerId, most) : 0 };

    private static CommandState WithExpired(IStateSource states, DateTimeOffset now, Wallet? wallet) =>
        new(wallet) { Expiring = Expired(states, now, wallet) };

    // What has expired by the wallet's own time, which no decision may see go back.
    private static ImmutableArray<Hold> Expired(IStateSource states, DateTimeOffset now, Wallet? wallet) =>
        wallet is not null && Time.NotBefore(wallet.UpdatedAt, now) is var time && wallet.Holds.NextExpiry <= time
            ? [.. states.FindExpiring(wallet.Id, time, int.MaxValue)]
            : [];

    // The one that ends, and the one that then expires first.
    private static CommandState WithEnding(IStateSource states, DateTimeOffset now, HoldId holdId)
    {
        var wallet = states.FindWallet(holdId.WalletId);
        var hold = wallet is null ? null : states.FindHold(holdId);
        return new CommandState(wallet) { Hold = hold, Expiring = hold?.ExpiresAt is null ? [] : [.. states.FindExpiring(holdId.WalletId, DateTimeOffset.MaxValue, 2)] };
    }

    private static CommandState WithEarliest(IStateSource states, Wallet? wallet) =>
        new(wallet) { Expiring = wallet?.Holds.NextExpiry is null ? [] : [.. states.FindExpiring(wallet.Id, DateTimeOffset.MaxValue, ExpireHolds.MaxHolds + 1)] };

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
            Expiring = [.. Expired(states, now, wallet), .. Expired(states, now, other)],
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
