using System.Diagnostics.CodeAnalysis;
using WalletKit.Commands;
using WalletKit.Rebates;

namespace WalletKit.Rules;

/// <summary>The life of a rebate: pending until it is paid, nothing due, cancelled or dead; requeued from dead.</summary>
internal static class RebateRules
{
    public static Decision Decide(PayRebate command, in CommandState state, DateTimeOffset now)
    {
        if (IsRefused(command, state, RebateStatus.Pending, out var wallet, out var rebate, out var refusal))
        {
            return refusal;
        }

        var time = Time.NotBefore(wallet.UpdatedAt, now);
        if (wallet.Status == WalletStatus.Closed)
        {
            return Cancelled(rebate, time);
        }

        if (WalletChecks.IsRefused(command.Amount, wallet.Currency, out var amount, out refusal))
        {
            return refusal;
        }

        if (amount == 0)
        {
            return Settled(rebate with { Status = RebateStatus.NothingDue, Reason = null, UpdatedAt = time, Claim = null });
        }

        if (Entries.IsPastRange(wallet, amount))
        {
            return new BalanceOutOfRangeException(wallet.Id, wallet.Balance, command.Amount);
        }

        var (credited, transaction) = Entries.Append(wallet, TransactionType.Rebate, amount, now, links: new TransactionLinks { RebateOf = command.Deposit.Sequence });
        var paid = rebate with { Status = RebateStatus.Paid, Reason = null, PaidSequence = transaction.Sequence, UpdatedAt = time, Claim = null };
        return new Decision(
            new CommandResult { Wallet = credited, Transactions = [transaction], Rebate = paid },
            new Changes { Wallets = [credited], Transactions = [transaction], Rebate = paid });
    }

    public static Decision Decide(FailRebate command, in CommandState state, DateTimeOffset now)
    {
        if (IsRefused(command, state, RebateStatus.Pending, out var wallet, out var rebate, out var refusal))
        {
            return refusal;
        }

        // Whoever claimed it since has an attempt under way, whose schedule a late failure must not disturb.
        if (rebate.Claim != command.Claim)
        {
            return new RebateStateException(rebate.Deposit, rebate.Status, "under the claim that the attempt was made with");
        }

        // No further attempt could pay it.
        if (wallet.Status == WalletStatus.Closed)
        {
            return Cancelled(rebate, Time.NotBefore(wallet.UpdatedAt, now));
        }

        if (command.RetryIn > DateTimeOffset.MaxValue - now)
        {
            return new InvalidInputException("retryIn", command.RetryIn, "must end before the year 10,000");
        }

        return Settled(rebate with
        {
            Status = command.RetryIn is null ? RebateStatus.Dead : RebateStatus.Pending,
            Attempts = checked(rebate.Attempts + 1),
            DueAt = command.RetryIn is { } retryIn ? Time.Truncate(now + retryIn) : rebate.DueAt,
            Reason = Cut(command.Error),
            Claim = null,
            UpdatedAt = Time.Truncate(now),
        });
    }

    public static Decision Decide(RequeueRebate command, in CommandState state, DateTimeOffset now)
    {
        if (IsRefused(command, state, RebateStatus.Dead, out _, out var rebate, out var refusal))
        {
            return refusal;
        }

        var time = Time.Truncate(now);
        return Settled(rebate with { Status = RebateStatus.Pending, Attempts = 0, DueAt = time, UpdatedAt = time });
    }

    private static bool IsRefused(
        RebateCommand command,
        in CommandState state,
        RebateStatus needed,
        [NotNullWhen(false)] out Wallet? wallet,
        [NotNullWhen(false)] out Rebate? rebate,
        [NotNullWhen(true)] out WalletException? refusal)
    {
        (wallet, rebate) = (state.Wallet, state.Rebate);
        refusal =
            wallet is null ? new WalletNotFoundException(command.WalletId)
            : rebate is null ? new RebateNotFoundException(command.Deposit)
            : rebate.Status != needed ? new RebateStateException(command.Deposit, rebate.Status, needed.ToString())
            : null;
        return refusal is not null;
    }

    private static Decision Cancelled(Rebate rebate, DateTimeOffset time) =>
        Settled(rebate with { Status = RebateStatus.Cancelled, Reason = "the wallet is closed", UpdatedAt = time, Claim = null });

    private static Decision Settled(Rebate rebate) =>
        new(new CommandResult { Rebate = rebate }, new Changes { Rebate = rebate });

    // The error comes from the host's own policy: it is kept for people to read, as far as every store can keep it.
    private static string Cut(string? error)
    {
        error ??= "";
        return Text.Mend(error.Length <= FailRebate.MaxErrorLength ? error : error[..Text.WholeLength(error, FailRebate.MaxErrorLength)]);
    }
}
