using System.Numerics;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

// Reversals.
internal sealed partial class Bookkeeper
{
    private CommandResult TakeBack(Reverse command)
    {
        var account = Existing(command.WalletId);
        var transaction = Books.Find(command.Transaction) ?? throw new TransactionNotFoundException(command.Transaction);
        var isReversal = transaction.Type == TransactionType.Reversal;
        var leg = !isReversal && transaction.Links.Counterpart is { } counterpart ? Books.Find(counterpart) : null;
        var other = leg is null ? null : Books.Find(leg.WalletId);

        CheckVersion(command, account);
        CheckMayBeTakenBack(account, transaction, other, leg);
        if (isReversal)
        {
            throw new NotReversibleException(transaction.Id);
        }

        if (Books.FindReversal(transaction.Id) is { } earlier)
        {
            throw new AlreadyReversedException(transaction.Id, earlier.Id);
        }

        CheckCurrencyAndDate(command, account);
        return other is null ? TakeBackOne(command, account, transaction) : TakeBackBoth(command, account, transaction, other, leg!);
    }

    private static void CheckMayBeTakenBack(Account account, WalletTransaction transaction, Account? other, WalletTransaction? leg)
    {
        CheckNotClosed(account);
        CheckNotClosed(other ?? account);
        if (transaction.AmountMinorUnits > 0)
        {
            CheckNotFrozen(account);
        }

        if (leg?.AmountMinorUnits > 0)
        {
            CheckNotFrozen(other!);
        }
    }

    private CommandResult TakeBackOne(Reverse command, Account account, WalletTransaction transaction)
    {
        var rebate = transaction.Type == TransactionType.Deposit ? Books.FindRebate(transaction.Id) : null;
        var payment = rebate?.PaidVersion is { } paid ? Books.Find(new TransactionId(account.Id, paid)) : null;
        payment = payment is null || Books.FindReversal(payment.Id) is not null ? null : payment;
        CheckLoss(command, account, -(BigInteger)transaction.AmountMinorUnits - (payment?.AmountMinorUnits ?? 0));

        var reversal = BookBack(command, transaction, null);
        var paidBack = payment is null ? null : BookBack(command, payment, null);
        var settled = Settled(rebate, paidBack, Books.Find(account.Id)!.UpdatedAt);
        Books = settled is null ? Books : Books.With(settled);
        return new CommandResult
        {
            Wallet = WalletOf(account.Id),
            Transactions = paidBack is null ? [reversal] : [reversal, paidBack],
            Rebate = settled,
        };
    }

    private static Rebate? Settled(Rebate? rebate, WalletTransaction? paidBack, DateTimeOffset time) => rebate?.Status switch
    {
        RebateStatus.Pending or RebateStatus.Dead => rebate with { Status = RebateStatus.Cancelled, Reason = "reversed", Claim = null, UpdatedAt = time },
        RebateStatus.Paid when paidBack is not null => rebate with { Reason = "taken back", UpdatedAt = time },
        _ => null,
    };

    private CommandResult TakeBackBoth(Reverse command, Account account, WalletTransaction transaction, Account other, WalletTransaction leg)
    {
        CheckLoss(command, account, -(BigInteger)transaction.AmountMinorUnits);
        CheckLoss(command, other, -(BigInteger)leg.AmountMinorUnits);
        var own = BookBack(command, transaction, Next(other));
        var others = BookBack(command, leg, own.Id);
        return new CommandResult { Wallet = WalletOf(account.Id), Transactions = [own, others] };
    }

    private void CheckLoss(Reverse command, Account account, BigInteger change)
    {
        if (change < 0 && !command.AllowOverdraft)
        {
            CheckFunds(account, -change);
        }

        CheckRange(account, change);
        if (change < 0)
        {
            EndExpired(account);
        }
    }

    private WalletTransaction BookBack(Reverse command, WalletTransaction transaction, TransactionId? counterpart)
    {
        var account = Books.Find(transaction.WalletId)!;
        var mayOverdraw = command.AllowOverdraft && transaction.AmountMinorUnits > 0;
        Books = Books.With(account with { IsOverdrawn = account.IsOverdrawn || mayOverdraw });
        var links = new TransactionLinks { ReversalOf = transaction.Version, Counterpart = counterpart, Exchange = transaction.Links.Exchange };
        return Book(account.Id, TransactionType.Reversal, -(BigInteger)transaction.AmountMinorUnits, transaction.Account, command, links);
    }
}
