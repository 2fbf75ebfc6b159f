using WalletKit.Rules;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

// The life of a hold.
internal sealed partial class Bookkeeper
{
    private CommandResult Place(PlaceHold command)
    {
        var account = Existing(command.WalletId);
        CheckVersion(command, account);
        CheckNotClosed(account);
        CheckNotFrozen(account);
        CheckCurrencyAndDate(command, account);
        var amount = Amounts.ToMinor(command.Amount, account.Currency);
        account = account.WithExpiredEnded(now);
        if (account.Holds.Count(hold => hold.Status == HoldStatus.Open) is var open && open >= command.MaxOpenHolds)
        {
            throw new TooManyOpenHoldsException(account.Id, open, command.MaxOpenHolds);
        }

        CheckFunds(account, amount);
        if (account.HeldAt(now) + amount > long.MaxValue)
        {
            throw new BalanceOutOfRangeException(account.Id, account.Units(account.Balance), command.Amount);
        }

        var time = account.TimeAt(now);
        var hold = new Hold
        {
            Id = new HoldId(account.Id, account.Holds.Count + 1),
            Currency = account.Currency,
            AmountMinorUnits = amount,
            ExpiresAt = command.ExpiresIn is { } expiresIn ? Clocks.ToMicrosecond(now + expiresIn) : null,
            CreatedAt = time,
            UpdatedAt = time,
            Reference = command.Reference,
            Metadata = command.Metadata,
        };
        Books = Books.With((account with { Holds = account.Holds.Add(hold) }).Changed(now));
        var wallet = WalletOf(account.Id);
        return new CommandResult { Wallet = wallet, Hold = hold, HoldVersion = wallet.Version };
    }

    private CommandResult Capture(CaptureHold command)
    {
        var account = Existing(command.WalletId);
        var hold = Books.Find(command.Hold) ?? throw new HoldNotFoundException(command.Hold);
        CheckVersion(command, account);
        CheckNotClosed(account);
        CheckNotFrozen(account);
        CheckNotEnded(account, hold);
        CheckCurrencyAndDate(command, account);
        var remaining = Account.Remaining(hold);
        var amount = command.Amount is { } given ? Amounts.ToMinor(given, account.Currency) : remaining;
        if (amount > remaining)
        {
            throw new HoldExceededException(hold.Id, account.Units(remaining), command.Amount!.Value);
        }

        CheckRange(account, -amount);
        account = account.WithExpiredEnded(now);
        var staysOpen = command.KeepOpen && amount < remaining;
        var captured = hold with
        {
            CapturedMinorUnits = hold.CapturedMinorUnits + amount,
            Status = staysOpen ? HoldStatus.Open : HoldStatus.Captured,
            UpdatedAt = account.TimeOf(hold, now),
        };
        Books = Books.With(account.WithHold(captured));
        var links = new TransactionLinks { Hold = hold.Id.Number, HoldRemainingMinorUnits = staysOpen ? remaining - amount : 0 };
        var transaction = Book(account.Id, TransactionType.Capture, -amount, command.Account ?? "external", command, links);
        var wallet = WalletOf(account.Id);
        return new CommandResult { Wallet = wallet, Transactions = [transaction], Hold = captured, HoldVersion = wallet.Version };
    }

    private CommandResult Void(VoidHold command)
    {
        var account = Existing(command.WalletId);
        var hold = Books.Find(command.Hold) ?? throw new HoldNotFoundException(command.Hold);
        CheckVersion(command, account);
        CheckNotClosed(account);
        CheckNotEnded(account, hold);
        CheckDate(command);

        account = account.WithExpiredEnded(now);
        var voided = hold with { Status = HoldStatus.Voided, UpdatedAt = account.TimeOf(hold, now) };
        Books = Books.With(account.WithHold(voided).Changed(now));
        var wallet = WalletOf(account.Id);
        return new CommandResult { Wallet = wallet, Hold = voided, HoldVersion = wallet.Version };
    }

    private CommandResult Expire(ExpireHolds command)
    {
        var account = Existing(command.WalletId);
        var recorded = account.WithExpiredEnded(now).WithEndedRecorded(now);
        Books = recorded == account ? Books : Books.With(recorded.Changed(now));
        return new CommandResult { Wallet = WalletOf(account.Id) };
    }

    private void CheckNotEnded(Account account, Hold hold)
    {
        if (account.StatusAt(hold, now) is var status && status != HoldStatus.Open)
        {
            throw new HoldEndedException(hold.Id, status);
        }
    }
}
