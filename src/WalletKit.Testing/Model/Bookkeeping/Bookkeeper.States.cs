using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

// Freezing, unfreezing, closing, the credit limit, time corrections, and erasures.
internal sealed partial class Bookkeeper
{
    private CommandResult Change(StateCommand command)
    {
        var account = Existing(command.WalletId);
        CheckVersion(command, account);
        if (command is not (CorrectTime or EraseWallet))
        {
            CheckNotClosed(account);
        }

        CheckDate(command);
        switch (command)
        {
            case CorrectTime:
                return Clocks.ToMicrosecond(now) is var time && account.UpdatedAt > time
                    ? Happened(command, account with { UpdatedAt = time }, WalletEventType.TimeCorrected)
                    : throw new WalletTimeNotAheadException(account.Id, account.UpdatedAt);
            case EraseWallet erase:
                return Erase(erase, account);
            case FreezeWallet:
                return account.Status == WalletStatus.Frozen
                    ? throw new WalletAlreadyFrozenException(account.Id)
                    : Happened(command, account, WalletEventType.Frozen);
            case UnfreezeWallet:
                return account.Status == WalletStatus.Frozen
                    ? Happened(command, account, WalletEventType.Unfrozen)
                    : throw new WalletNotFrozenException(account.Id);
            case CloseWallet:
                return account.Balance == 0 && account.HeldAt(now) == 0
                    ? Happened(command, account.WithExpiredEnded(now).WithEndedRecorded(now), WalletEventType.Closed)
                    : throw new WalletNotEmptyException(account.Id, account.Units(account.Balance), account.Units(account.HeldAt(now)));
            case SetCreditLimit set:
                return SetLimit(set, account);
            default:
                throw new ArgumentException($"The model does not know {command.GetType().Name}.", nameof(command));
        }
    }

    private CommandResult Erase(EraseWallet command, Account account)
    {
        if (account.Status != WalletStatus.Closed && !command.IncludeOpen)
        {
            throw new WalletNotClosedException(account.Id);
        }

        if (account.Events.LastOrDefault() is { Type: WalletEventType.Erased } last && last.Version == account.Version)
        {
            throw new WalletAlreadyErasedException(account.Id);
        }

        Books = Books.With(account.Erased());
        return Happened(command, Books.Find(account.Id)!, WalletEventType.Erased);
    }

    private CommandResult SetLimit(SetCreditLimit command, Account account)
    {
        var limit = Amounts.ToMinor(command.Limit, account.Currency);
        var used = account.HeldAt(now) - account.Balance;
        if (limit < account.CreditLimit && limit < used)
        {
            throw new CreditLimitInUseException(account.Id, account.Units(used), command.Limit);
        }

        return Happened(command, limit < account.CreditLimit ? account.WithExpiredEnded(now) : account, WalletEventType.CreditLimitSet, limit);
    }

    private CommandResult Happened(StateCommand command, Account account, WalletEventType type, long? limit = null)
    {
        var happened = new WalletEvent
        {
            WalletId = account.Id,
            Version = account.Version + 1,
            Type = type,
            Currency = account.Currency,
            CreditLimitMinorUnits = limit,
            Reason = command.Reason,
            Actor = command.Actor,
            EffectiveAt = command.EffectiveAt,
            CreatedAt = account.TimeAt(now),
        };
        Books = Books.With((account with { Events = account.Events.Add(happened) }).Changed(now));
        return new CommandResult { Wallet = WalletOf(account.Id), Event = happened };
    }
}
