using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Settles a pending rebate: pays it, records that nothing is due, or cancels it where the wallet is closed.</summary>
/// <param name="Deposit">The deposit that earned the rebate.</param>
/// <param name="Amount">The amount, in units: zero or more, with no more decimals than the currency has. Zero is recorded as nothing due.</param>
public sealed record PayRebate(TransactionId Deposit, decimal Amount) : RebateCommand(Deposit)
{
    internal override string Kind => "pay rebate";

    private protected override RebateStatus Needed => RebateStatus.Pending;

    private protected override WalletRefusedException? CheckFields() => Amount < 0 ? new InvalidAmountException(Amount, "must be zero or more") : null;

    private protected override Decision Step(Wallet wallet, Rebate rebate, in CommandState state, DateTimeOffset now)
    {
        var time = Time.NotBefore(wallet.UpdatedAt, now);
        if (wallet.Status == WalletStatus.Closed)
        {
            return Cancel(rebate, time);
        }

        if (AmountRules.IsRefused(Amount, wallet.Currency, out var amount, out var refusal))
        {
            return refusal;
        }

        if (amount == 0)
        {
            return Settle(rebate with { Status = RebateStatus.NothingDue, Reason = null, UpdatedAt = time, Claim = null });
        }

        if (Entries.IsPastRange(wallet, amount))
        {
            return new BalanceOutOfRangeException(wallet.Id, wallet.Balance, Amount);
        }

        var entry = Entries.Append(wallet, state.Secrets.Texts, TransactionType.Rebate, amount, now, Notes.None with { Actor = Actor }, new TransactionLinks { RebateOf = Deposit.Version });
        var paid = rebate with { Status = RebateStatus.Paid, Reason = null, PaidVersion = entry.Version, UpdatedAt = time, Claim = null };
        return new Decision(
            new CommandResult { Wallet = entry.Wallet, Transactions = [entry.Transaction!], Rebate = paid },
            new Changes { Entries = [entry], Rebate = paid });
    }
}
