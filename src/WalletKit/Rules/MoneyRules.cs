using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>Deposits and withdrawals.</summary>
internal static class MoneyRules
{
    public static Decision Decide(Deposit command, in CommandState state, DateTimeOffset now)
    {
        if (WalletChecks.IsAnswered(command, state.Recorded, out var answer))
        {
            return answer;
        }

        if (WalletChecks.IsRefused(command, state.Wallet, isDebit: false, out var refusal)
            || WalletChecks.IsRefused(command.Amount, state.Wallet.Currency, out var amount, out refusal))
        {
            return refusal;
        }

        if (Entries.IsPastRange(state.Wallet, amount))
        {
            return new BalanceOutOfRangeException(state.Wallet.Id, state.Wallet.Balance, command.Amount);
        }

        var (wallet, transaction) = Entries.Append(state.Wallet, TransactionType.Deposit, amount, now, command);
        return Recorded(command, wallet, transaction, command.RebateTerms, now);
    }

    public static Decision Decide(Withdraw command, in CommandState state, DateTimeOffset now)
    {
        if (WalletChecks.IsAnswered(command, state.Recorded, out var answer))
        {
            return answer;
        }

        if (WalletChecks.IsRefused(command, state.Wallet, isDebit: true, out var refusal)
            || WalletChecks.IsRefused(command.Amount, state.Wallet.Currency, out var amount, out refusal))
        {
            return refusal;
        }

        var (standing, ended) = Expiry.End(state.Wallet, state.Expired, now);
        if (WalletChecks.IsShort(standing, amount, out refusal))
        {
            return refusal;
        }

        var (wallet, transaction) = Entries.Append(standing, TransactionType.Withdrawal, -amount, now, command);
        return Recorded(command, wallet, transaction, terms: null, now, ended);
    }

    private static Decision Recorded(
        MoneyCommand command, Wallet wallet, WalletTransaction transaction, RebateTerms? terms, DateTimeOffset now, ImmutableArray<Hold> ended = default)
    {
        var earned = terms is null ? null : new Rebate
        {
            Deposit = transaction.Id,
            Terms = terms,

            // By the clock, not by the wallet's own time, which stands still after the clock was set back.
            DueAt = Time.Truncate(now),
            UpdatedAt = transaction.CreatedAt,
        };
        var result = new CommandResult { Wallet = wallet, Transactions = [transaction], Rebate = earned };
        return new Decision(
            result,
            new Changes { Wallets = [wallet], Transactions = [transaction], Earned = earned, Holds = ended, Recorded = Keys.Record(command, result) });
    }
}
