using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>Taking back a transaction: once, in full, and with all that came of it.</summary>
internal static class ReversalRules
{
    public static Decision Decide(Reverse command, in CommandState state, DateTimeOffset now)
    {
        if (WalletChecks.IsAnswered(command, state.Recorded, out var answer))
        {
            return answer;
        }

        if (IsRefused(command, state, out var wallet, out var reversal, out var refusal))
        {
            return refusal;
        }

        return reversal.CounterpartLeg is { } leg
            ? ReverseBoth(command, state, wallet, reversal.Transaction, state.Counterpart!, leg, now)
            : ReverseOne(command, state, wallet, reversal, now);
    }

    private static Decision ReverseOne(Reverse command, in CommandState state, Wallet wallet, ReversalState reversal, DateTimeOffset now)
    {
        // The money for the rebate must be there as well, so it is asked for together with the deposit's.
        var change = -(Int128)reversal.Transaction.AmountMinorUnits - (reversal.RebatePayment?.AmountMinorUnits ?? 0);
        (wallet, var ended) = Expiry.End(wallet, change < 0 ? state.Expired : null, now);
        if (IsUnaffordable(command, wallet, change, out var refusal))
        {
            return refusal;
        }

        var (changed, transaction) = TakeBack(wallet, reversal.Transaction, counterpart: null, command, now);
        WalletTransaction? takenBack = null;
        if (reversal.RebatePayment is { } payment)
        {
            (changed, takenBack) = TakeBack(changed, payment, counterpart: null, command, now);
        }

        var rebate = state.Rebate is { } standing ? Settle(standing, takenBack, changed.UpdatedAt) : null;
        return Reversed(command, [changed], new UpToTwo<WalletTransaction>(transaction, takenBack), rebate, ended);
    }

    private static Decision ReverseBoth(
        Reverse command, in CommandState state, Wallet wallet, WalletTransaction transaction, Wallet other, WalletTransaction leg, DateTimeOffset now)
    {
        (wallet, var ended) = Expiry.End(wallet, transaction.AmountMinorUnits > 0 ? state.Expired : null, now);
        (other, var endedOther) = Expiry.End(other, leg.AmountMinorUnits > 0 ? state.CounterpartExpired : null, now);
        if (IsUnaffordable(command, wallet, -(Int128)transaction.AmountMinorUnits, out var refusal)
            || IsUnaffordable(command, other, -(Int128)leg.AmountMinorUnits, out refusal))
        {
            return refusal;
        }

        var (changed, own) = TakeBack(wallet, transaction, new TransactionId(other.Id, checked(other.LastSequence + 1)), command, now);
        var (changedOther, others) = TakeBack(other, leg, own.Id, command, now);
        return Reversed(command, [changed, changedOther], [own, others], rebate: null, [.. ended, .. endedOther]);
    }

    private static Decision Reversed(Reverse command, UpToTwo<Wallet> wallets, UpToTwo<WalletTransaction> transactions, Rebate? rebate, ImmutableArray<Hold> ended)
    {
        var result = new CommandResult { Wallet = wallets.First, Transactions = transactions, Rebate = rebate };
        return new Decision(
            result, new Changes { Wallets = wallets, Transactions = transactions, Rebate = rebate, Holds = ended, Recorded = Keys.Record(command, result) });
    }

    private static (Wallet Wallet, WalletTransaction Transaction) TakeBack(
        Wallet wallet, WalletTransaction transaction, TransactionId? counterpart, Reverse command, DateTimeOffset now)
    {
        var links = new TransactionLinks { ReversalOf = transaction.Sequence, Counterpart = counterpart, Exchange = transaction.Links.Exchange };
        var change = checked(-transaction.AmountMinorUnits);

        // Only this may take more than is available; where it did not have to, the entry itself clears the mark.
        var allowed = command.AllowOverdraft && change < 0 && !wallet.IsOverdrawn ? wallet with { IsOverdrawn = true } : wallet;
        return Entries.Append(allowed, TransactionType.Reversal, change, now, command, links);
    }

    // A rebate that was paid stays so: the books say that it was, and that it was taken back.
    private static Rebate? Settle(Rebate rebate, WalletTransaction? takenBack, DateTimeOffset time) => rebate.Status switch
    {
        RebateStatus.Pending or RebateStatus.Dead =>
            rebate with { Status = RebateStatus.Cancelled, Reason = "the deposit was reversed", UpdatedAt = time, Claim = null },
        RebateStatus.Paid when takenBack is not null =>
            rebate with { Reason = $"taken back by transaction {takenBack.Sequence}, as the deposit was reversed", UpdatedAt = time },
        _ => null,
    };

    private static bool IsRefused(
        Reverse command,
        in CommandState state,
        [NotNullWhen(false)] out Wallet? wallet,
        [NotNullWhen(false)] out ReversalState? reversal,
        [NotNullWhen(true)] out WalletException? refusal)
    {
        (wallet, reversal) = (state.Wallet, state.Reversal);
        refusal =
            wallet is null ? new WalletNotFoundException(command.WalletId)
            : reversal is null ? new TransactionNotFoundException(command.Transaction)
            : WalletChecks.VersionRefusal(command, wallet)
            ?? StatusRefusal(wallet, state.Counterpart, reversal)
            ?? (reversal.Transaction.Type == TransactionType.Reversal ? new NotReversibleException(command.Transaction)
            : reversal.ReversedBy is { } sequence ? new AlreadyReversedException(command.Transaction, new TransactionId(wallet.Id, sequence))
            : WalletChecks.CurrencyRefusal(command, wallet));
        return refusal is not null;
    }

    // Closed is asked of both wallets before frozen is of either.
    private static WalletException? StatusRefusal(Wallet wallet, Wallet? counterpart, ReversalState reversal) =>
        WalletChecks.StatusRefusal(wallet, isDebit: false)
        ?? (counterpart is null ? null : WalletChecks.StatusRefusal(counterpart, isDebit: false))
        ?? WalletChecks.StatusRefusal(wallet, reversal.Transaction.AmountMinorUnits > 0)
        ?? (counterpart is null ? null : WalletChecks.StatusRefusal(counterpart, reversal.CounterpartLeg!.AmountMinorUnits > 0));

    private static bool IsUnaffordable(Reverse command, Wallet wallet, Int128 change, [NotNullWhen(true)] out WalletException? refusal)
    {
        refusal = null;
        return (change < 0 && !command.AllowOverdraft && WalletChecks.IsShort(wallet, -change, out refusal))
            || IsPastRange(wallet, change, out refusal);
    }

    private static bool IsPastRange(Wallet wallet, Int128 change, [NotNullWhen(true)] out WalletException? refusal)
    {
        refusal = Entries.IsPastRange(wallet, change) ? new BalanceOutOfRangeException(wallet.Id, wallet.Balance, Funds.ToUnits(change, wallet)) : null;
        return refusal is not null;
    }
}
