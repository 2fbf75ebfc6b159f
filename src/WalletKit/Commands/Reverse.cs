using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using WalletKit.Model;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Takes back a transaction in full by new transactions.</summary>
/// <remarks>
/// For a transfer, both legs are taken back, and for a deposit, its rebate as well. A transaction can be reversed once, and a reversal cannot be reversed.
/// </remarks>
/// <param name="Transaction">The transaction; either leg of a transfer.</param>
public sealed record Reverse(TransactionId Transaction) : PostingCommand(Transaction.WalletId)
{
    /// <summary>Gets whether the reversal may take more than is available.</summary>
    public bool AllowOverdraft { get; init; }

    internal override string Kind => "reverse";

    // The other wallet of a transfer is known only once the transaction is read.
    internal override WalletId? Other => null;

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        content.WriteText(Transaction.Version);
        content.Write(AllowOverdraft ? 1 : 0);
        WriteNotes(content);
    }

    internal override CommandState Load(StateSource states, DateTimeOffset now)
    {
        var state = StateLoading.Wallet(states, WalletId, now);
        if (state.Wallet is null || states.FindTransaction(Transaction) is not { } transaction)
        {
            return state;
        }

        // The other leg of a reversal is not read, because every reversal of a reversal is refused.
        var leg = transaction is { Type: not TransactionType.Reversal, Links.Counterpart: { } counterpart } ? states.FindTransaction(counterpart) : null;
        var other = leg is null ? null : states.FindWallet(leg.WalletId);
        var rebate = transaction.Type == TransactionType.Deposit ? states.FindRebate(Transaction) : null;
        return state with
        {
            Rebate = rebate,
            Counterpart = other,
            CounterpartExpired = ExpiryLoading.Load(states, other, now),
            Reversal = new ReversalState(transaction, states.FindReversal(Transaction), leg, FindPayment(states, rebate)),
        };
    }

    private protected override WalletRefusedException? CheckOwnForm() => null;

    private protected override WalletRefusedException? RefuseMissing(in CommandState state) =>
        state.Reversal is null ? new TransactionNotFoundException(Transaction) : null;

    private protected override (bool Own, bool Other) Debits(in CommandState state) =>
        (state.Reversal!.Transaction.AmountMinorUnits > 0, state.Reversal.CounterpartLeg?.AmountMinorUnits > 0);

    private protected override WalletRefusedException? RefuseEnded(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        state.Reversal!.Transaction.Type == TransactionType.Reversal ? new NotReversibleException(Transaction)
        : state.Reversal.ReversedBy is { } version ? new AlreadyReversedException(Transaction, new TransactionId(wallet.Id, version))
        : null;

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        state.Reversal!.CounterpartLeg is { } leg
            ? ReverseBoth(state, wallet, state.Reversal.Transaction, state.Counterpart!, leg, now)
            : ReverseOne(state, wallet, state.Reversal, now);

    private Decision ReverseOne(in CommandState state, Wallet wallet, ReversalState reversal, DateTimeOffset now)
    {
        // The money for the rebate must be available as well, so it is checked together with the deposit's.
        var change = -(Int128)reversal.Transaction.AmountMinorUnits - (reversal.RebatePayment?.AmountMinorUnits ?? 0);
        (wallet, var ended) = Expiry.End(wallet, change < 0 ? state.Expired : null, now);
        if (IsUnaffordable(wallet, change, out var refusal))
        {
            return refusal;
        }

        var entry = TakeBack(wallet, state.Secrets.Texts, reversal.Transaction, counterpart: null, now, ended);
        var takenBack = reversal.RebatePayment is { } payment ? TakeBack(entry.Wallet, state.Secrets.Texts, payment, counterpart: null, now) : null;
        var rebate = state.Rebate is { } standing ? Settle(standing, takenBack, (takenBack ?? entry).RecordedAt) : null;
        return Reversed(state, (takenBack ?? entry).Wallet, new UpToTwo<JournalEntry>(entry, takenBack), rebate, ended, now);
    }

    private Decision ReverseBoth(
        in CommandState state, Wallet wallet, WalletTransaction transaction, Wallet other, WalletTransaction leg, DateTimeOffset now)
    {
        (wallet, var ended) = Expiry.End(wallet, transaction.AmountMinorUnits > 0 ? state.Expired : null, now);
        (other, var endedOther) = Expiry.End(other, leg.AmountMinorUnits > 0 ? state.CounterpartExpired : null, now);
        if (IsUnaffordable(wallet, -(Int128)transaction.AmountMinorUnits, out var refusal)
            || IsUnaffordable(other, -(Int128)leg.AmountMinorUnits, out refusal))
        {
            return refusal;
        }

        var own = TakeBack(wallet, state.Secrets.Texts, transaction, new TransactionId(other.Id, checked(other.Version + 1)), now, ended);
        var others = TakeBack(other, state.CounterpartSecrets.Texts, leg, own.Transaction!.Id, now, endedOther);
        return Reversed(state, own.Wallet, [own, others], rebate: null, [.. ended, .. endedOther], now);
    }

    private Decision Reversed(in CommandState state, Wallet wallet, UpToTwo<JournalEntry> entries, Rebate? rebate, ImmutableArray<Hold> ended, DateTimeOffset now)
    {
        var transactions = new UpToTwo<WalletTransaction>(entries.First!.Transaction, entries.Second?.Transaction);
        var result = new CommandResult { Wallet = wallet, Transactions = transactions, Rebate = rebate };
        return new Decision(result, new Changes { Entries = entries, Rebate = rebate, Holds = ended, Recorded = Record(result, state, now) });
    }

    private JournalEntry TakeBack(
        Wallet wallet, Secret secret, WalletTransaction transaction, TransactionId? counterpart, DateTimeOffset now, ImmutableArray<Hold> ended = default)
    {
        var links = new TransactionLinks { ReversalOf = transaction.Version, Counterpart = counterpart, Exchange = transaction.Links.Exchange };
        var change = checked(-transaction.AmountMinorUnits);

        // Only a reversal may take more than is available. If it does not take more, the entry itself clears the mark of an overdrawn wallet.
        var allowed = AllowOverdraft && change < 0 && !wallet.IsOverdrawn ? wallet with { IsOverdrawn = true } : wallet;
        return Entries.Append(allowed, secret, TransactionType.Reversal, change, now, Notes, links, ended, transaction.Account);
    }

    // A paid rebate stays paid: the books say that it was paid, and that it was taken back.
    private static Rebate? Settle(Rebate rebate, JournalEntry? takenBack, DateTimeOffset time) => rebate.Status switch
    {
        RebateStatus.Pending or RebateStatus.Dead =>
            rebate with { Status = RebateStatus.Cancelled, Reason = "the deposit was reversed", UpdatedAt = time, Claim = null },
        RebateStatus.Paid when takenBack is not null =>
            rebate with { Reason = $"taken back by transaction {takenBack.Version}, because the deposit was reversed", UpdatedAt = time },
        _ => null,
    };

    private bool IsUnaffordable(Wallet wallet, Int128 change, [NotNullWhen(true)] out WalletRefusedException? refusal)
    {
        refusal = null;
        return (change < 0 && !AllowOverdraft && AmountRules.IsShort(wallet, -change, out refusal))
            || IsPastRange(wallet, change, out refusal);
    }

    private static bool IsPastRange(Wallet wallet, Int128 change, [NotNullWhen(true)] out WalletRefusedException? refusal)
    {
        refusal = Entries.IsPastRange(wallet, change) ? new BalanceOutOfRangeException(wallet.Id, wallet.Balance, Funds.ToUnits(change, wallet)) : null;
        return refusal is not null;
    }

    private static WalletTransaction? FindPayment(StateSource states, Rebate? rebate) =>
        rebate is { Status: RebateStatus.Paid, PaidVersion: { } version }
            && new TransactionId(rebate.Deposit.WalletId, version) is var payment
            && states.FindReversal(payment) is null
            ? states.FindTransaction(payment)
            : null;
}
