using System.Collections.Immutable;
using System.Text;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

// The life of a rebate.
internal sealed partial class Bookkeeper
{
    /// <summary>Claims due rebates, the longest due first.</summary>
    public ImmutableList<ClaimedRebate> Claim(Guid stamp, DateTimeOffset until, int limit)
    {
        var due = Books.Rebates
            .Where(rebate => rebate.Status == RebateStatus.Pending && rebate.DueAt <= now)
            .OrderBy(rebate => rebate.DueAt)
            .Take(limit)
            .Select(rebate => rebate with { Claim = stamp, DueAt = Clocks.ToMicrosecond(until) })
            .ToImmutableList();
        Books = due.Aggregate(Books, (books, rebate) => books.With(rebate));
        return due.ConvertAll(rebate => new ClaimedRebate { Rebate = rebate, Deposit = Books.Find(rebate.Deposit)!, OwnerId = Books.Find(rebate.Deposit.WalletId)!.Opening.OwnerId, WalletName = Books.Find(rebate.Deposit.WalletId)!.Opening.Name });
    }

    /// <summary>Releases the rebates that are still pending under a claim.</summary>
    public void Release(Guid stamp) =>
        Books = Books.Rebates
            .Where(rebate => rebate.Status == RebateStatus.Pending && rebate.Claim == stamp)
            .Aggregate(Books, (books, rebate) => books.With(rebate with { Claim = null, DueAt = Clocks.ToMicrosecond(now) }));

    private CommandResult Pay(PayRebate command)
    {
        var (account, rebate) = Earned(command, RebateStatus.Pending);
        var time = account.TimeAt(now);
        if (account.Status == WalletStatus.Closed)
        {
            return Put(rebate with { Status = RebateStatus.Cancelled, Reason = "closed", Claim = null, UpdatedAt = time });
        }

        var amount = Amounts.ToMinor(command.Amount, account.Currency);
        if (amount == 0)
        {
            return Put(rebate with { Status = RebateStatus.NothingDue, Reason = null, Claim = null, UpdatedAt = time });
        }

        CheckRange(account, amount);
        var transaction = Book(account.Id, TransactionType.Rebate, amount, "rebates", command, new TransactionLinks { RebateOf = command.Deposit.Version });
        var paid = rebate with { Status = RebateStatus.Paid, Reason = null, Claim = null, PaidVersion = transaction.Version, UpdatedAt = time };
        return Put(paid) with { Wallet = WalletOf(account.Id), Transactions = [transaction] };
    }

    private CommandResult Fail(FailRebate command)
    {
        var (account, rebate) = Earned(command, RebateStatus.Pending);
        if (rebate.Claim != command.Claim)
        {
            throw new RebateStateException(command.Deposit, rebate.Status, "under the claim");
        }

        return account.Status == WalletStatus.Closed
            ? Put(rebate with { Status = RebateStatus.Cancelled, Reason = "closed", Claim = null, UpdatedAt = account.TimeAt(now) })
            : Put(rebate with
            {
                Status = command.RetryIn is null ? RebateStatus.Dead : RebateStatus.Pending,
                Attempts = rebate.Attempts + 1,
                DueAt = command.RetryIn is { } retryIn ? Clocks.ToMicrosecond(now + retryIn) : rebate.DueAt,
                Reason = Kept(command.Error),
                Claim = null,
                UpdatedAt = Clocks.ToMicrosecond(now),
            });
    }

    private CommandResult Requeue(RequeueRebate command)
    {
        var waits = Books.FindRebate(command.Deposit) is { Status: RebateStatus.Pending } pending && pending.DueAt > now;
        var (_, rebate) = Earned(command, waits ? RebateStatus.Pending : RebateStatus.Dead);
        var time = Clocks.ToMicrosecond(now);
        return Put(rebate with { Status = RebateStatus.Pending, Attempts = 0, DueAt = time, Claim = null, UpdatedAt = time });
    }

    // An error text is cut, and characters that a database cannot keep are replaced, because the text must never prevent the record of the failure.
    private static string Kept(string error)
    {
        // The encoding puts U+FFFD in place of each half of a pair; a pair that would be cut in half is left out.
        var cut = error.Length > FailRebate.MaxErrorLength && char.IsSurrogatePair(error, FailRebate.MaxErrorLength - 1) ? FailRebate.MaxErrorLength - 1 : FailRebate.MaxErrorLength;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Concat(error.Take(cut)))).Replace('\0', '\uFFFD');
    }

    private (Account Account, Rebate Rebate) Earned(RebateCommand command, RebateStatus needed)
    {
        var account = Existing(command.WalletId);
        var rebate = Books.FindRebate(command.Deposit) ?? throw new RebateNotFoundException(command.Deposit);
        return rebate.Status == needed ? (account, rebate) : throw new RebateStateException(command.Deposit, rebate.Status, $"{needed}");
    }

    private CommandResult Put(Rebate rebate)
    {
        Books = Books.With(rebate);
        return new CommandResult { Rebate = rebate };
    }
}
