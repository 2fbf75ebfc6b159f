using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>What may happen to a wallet: freezing, unfreezing, closing, and the credit limit. Each change is an event in its history.</summary>
internal static class StateRules
{
    public static Decision Decide(StateCommand command, in CommandState state, DateTimeOffset now)
    {
        if (WalletChecks.IsAnswered(command, state.Recorded, out var answer))
        {
            return answer;
        }

        if (state.Wallet is not { } wallet)
        {
            return new WalletNotFoundException(command.WalletId);
        }

        if ((WalletChecks.VersionRefusal(command, wallet) ?? WalletChecks.StatusRefusal(wallet, isDebit: false)) is { } refusal)
        {
            return refusal;
        }

        return command switch
        {
            FreezeWallet => wallet.Status == WalletStatus.Frozen
                ? new WalletAlreadyFrozenException(wallet.Id)
                : Changed(command, WalletEventType.Frozen, wallet with { Status = WalletStatus.Frozen }, now),
            UnfreezeWallet => wallet.Status != WalletStatus.Frozen
                ? new WalletNotFrozenException(wallet.Id)
                : Changed(command, WalletEventType.Unfrozen, wallet with { Status = WalletStatus.Active }, now),
            CloseWallet => Close(command, wallet, state, now),
            SetCreditLimit set => SetLimit(set, wallet, state.Expired, now),
            _ => throw new ArgumentException($"The rules do not know {command.GetType().Name}.", nameof(command)),
        };
    }

    private static Decision Close(StateCommand command, Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        if (wallet.BalanceMinorUnits != 0 || wallet.Holds.HeldMinorUnits != 0)
        {
            return new WalletNotEmptyException(wallet.Id, wallet.Balance, wallet.Held);
        }

        // All that has expired is recorded here, because nothing may happen to the wallet any more.
        (wallet, var recorded) = Expiry.Record(wallet, state.Ended, int.MaxValue, now);
        return Changed(command, WalletEventType.Closed, wallet with { Status = WalletStatus.Closed }, now, [.. ended, .. recorded]);
    }

    private static Decision SetLimit(SetCreditLimit command, Wallet wallet, ExpiredHolds? expired, DateTimeOffset now)
    {
        if (WalletChecks.IsRefused(command.Limit, wallet.Currency, out var limit, out var refusal))
        {
            return refusal;
        }

        // A lower limit takes money away, as a debit does.
        var isLower = limit < wallet.CreditLimitMinorUnits;
        (wallet, var ended) = Expiry.End(wallet, isLower ? expired : null, now);
        var limited = wallet with { CreditLimitMinorUnits = limit };
        if (isLower && Funds.Available(limited) is var available && available < 0)
        {
            return new CreditLimitInUseException(wallet.Id, Funds.ToUnits(limit - available, wallet), command.Limit);
        }

        return Changed(command, WalletEventType.CreditLimitSet, limited, now, ended, limit);
    }

    private static Decision Changed(
        StateCommand command, WalletEventType type, Wallet wallet, DateTimeOffset now, ImmutableArray<Hold> ended = default, long? limit = null)
    {
        var changed = Entries.Change(wallet, now);
        var happened = new WalletEvent
        {
            WalletId = wallet.Id,
            Version = changed.Version,
            Type = type,
            Currency = wallet.Currency,
            CreditLimitMinorUnits = limit,
            Reason = command.Reason,
            CreatedAt = changed.UpdatedAt,
        };
        var result = new CommandResult { Wallet = changed, Event = happened };
        return new Decision(result, new Changes { Wallets = [changed], Holds = ended, Event = happened, Recorded = Keys.Record(command, result) });
    }
}
