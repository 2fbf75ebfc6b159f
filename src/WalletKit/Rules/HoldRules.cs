using System.Diagnostics.CodeAnalysis;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>The life of a hold: open until it is captured, voided or expired.</summary>
internal static class HoldRules
{
    public static Decision Decide(PlaceHold command, in CommandState state, DateTimeOffset now)
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

        var (wallet, ended) = Expiry.End(state.Wallet, state.Expired, now);
        if (wallet.Holds.OpenCount >= command.MaxOpenHolds)
        {
            return new TooManyOpenHoldsException(wallet.Id, wallet.Holds.OpenCount, command.MaxOpenHolds);
        }

        if (WalletChecks.IsShort(wallet, amount, out refusal))
        {
            return refusal;
        }

        if (command.ExpiresIn > DateTimeOffset.MaxValue - now)
        {
            return new InvalidInputException("expiresIn", command.ExpiresIn, "must end before the year 10,000");
        }

        // What is held may pass 64 bits where balance and limit together do.
        if ((Int128)wallet.Holds.HeldMinorUnits + amount > long.MaxValue)
        {
            return new BalanceOutOfRangeException(wallet.Id, wallet.Balance, command.Amount);
        }

        // By the clock, which ends it, and not by the wallet's own time, which may be far ahead of the clock.
        var expiresAt = command.ExpiresIn is { } expiresIn ? Time.Truncate(now + expiresIn) : (DateTimeOffset?)null;
        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var hold = new Hold
        {
            Id = new HoldId(wallet.Id, checked(wallet.Holds.LastNumber + 1)),
            Currency = wallet.Currency,
            AmountMinorUnits = amount,
            ExpiresAt = expiresAt,
            CreatedAt = time,
            UpdatedAt = time,
            Reference = command.Reference,
            Metadata = command.Metadata,
        };
        var holds = wallet.Holds with
        {
            HeldMinorUnits = checked(wallet.Holds.HeldMinorUnits + amount),
            LastNumber = hold.Id.Number,
            OpenCount = checked(wallet.Holds.OpenCount + 1),
            NextExpiry = Earlier(wallet.Holds.NextExpiry, expiresAt),
        };
        var changed = Entries.Change(wallet with { Holds = holds }, now);
        var result = new CommandResult { Wallet = changed, Hold = hold, HoldVersion = changed.Version };
        return new Decision(result, new Changes { Wallets = [changed], Placed = hold, Holds = ended, Recorded = Keys.Record(command, result) });
    }

    public static Decision Decide(CaptureHold command, in CommandState state, DateTimeOffset now)
    {
        if (WalletChecks.IsAnswered(command, state.Recorded, out var answer))
        {
            return answer;
        }

        if (IsRefused(command, command.Hold, state, now, isDebit: true, out var wallet, out var hold, out var refusal))
        {
            return refusal;
        }

        if (WalletChecks.CurrencyRefusal(command, wallet) is { } mismatch)
        {
            return mismatch;
        }

        var amount = hold.RemainingMinorUnits;
        if (command.Amount is { } asked)
        {
            if (WalletChecks.IsRefused(asked, wallet.Currency, out amount, out refusal))
            {
                return refusal;
            }

            if (amount > hold.RemainingMinorUnits)
            {
                return new HoldExceededException(hold.Id, hold.Remaining, asked);
            }
        }

        // Possible only for a wallet that a reversal overdrew.
        if (Entries.IsPastRange(wallet, -(Int128)amount))
        {
            return new BalanceOutOfRangeException(wallet.Id, wallet.Balance, Funds.ToUnits(-(Int128)amount, wallet));
        }

        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var captured = hold with { CapturedMinorUnits = checked(hold.CapturedMinorUnits + amount), UpdatedAt = time };
        if (!command.KeepOpen || captured.RemainingMinorUnits == 0)
        {
            captured = captured with { Status = HoldStatus.Captured };
        }

        var (debited, transaction) = Entries.Append(
            wallet with { Holds = After(wallet, hold, captured, state.NextExpiry) },
            TransactionType.Capture,
            -amount,
            now,
            command,
            new TransactionLinks { Hold = hold.Id.Number, HoldRemainingMinorUnits = captured.RemainingMinorUnits });
        var result = new CommandResult { Wallet = debited, Transactions = [transaction] };
        return new Decision(
            result, new Changes { Wallets = [debited], Transactions = [transaction], Holds = [.. ended, captured], Recorded = Keys.Record(command, result) });
    }

    public static Decision Decide(VoidHold command, in CommandState state, DateTimeOffset now)
    {
        if (WalletChecks.IsAnswered(command, state.Recorded, out var answer))
        {
            return answer;
        }

        if (IsRefused(command, command.Hold, state, now, isDebit: false, out var wallet, out var hold, out var refusal))
        {
            return refusal;
        }

        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var voided = hold with { Status = HoldStatus.Voided, UpdatedAt = time };
        var changed = Entries.Change(wallet with { Holds = After(wallet, hold, voided, state.NextExpiry) }, now);
        var result = new CommandResult { Wallet = changed, Hold = voided, HoldVersion = changed.Version };
        return new Decision(result, new Changes { Wallets = [changed], Holds = [.. ended, voided], Recorded = Keys.Record(command, result) });
    }

    public static Decision Decide(ExpireHolds command, in CommandState state, DateTimeOffset now)
    {
        if (state.Wallet is not { } standing)
        {
            return new WalletNotFoundException(command.WalletId);
        }

        var (wallet, ended) = Expiry.End(standing, state.Expired, now);
        (wallet, var recorded) = Expiry.Record(wallet, state.Ended, ExpireHolds.MaxHolds, now);
        if (ReferenceEquals(wallet, standing))
        {
            return new Decision(new CommandResult { Wallet = standing });
        }

        var changed = Entries.Change(wallet, now);
        return new Decision(new CommandResult { Wallet = changed }, new Changes { Wallets = [changed], Holds = [.. ended, .. recorded] });
    }

    private static bool IsRefused(
        KeyedCommand command,
        HoldId holdId,
        in CommandState state,
        DateTimeOffset now,
        bool isDebit,
        [NotNullWhen(false)] out Wallet? wallet,
        [NotNullWhen(false)] out Hold? hold,
        [NotNullWhen(true)] out WalletException? refusal)
    {
        (wallet, hold) = (state.Wallet, state.Hold);
        refusal =
            wallet is null ? new WalletNotFoundException(command.WalletId)
            : hold is null ? new HoldNotFoundException(holdId)
            : WalletChecks.VersionRefusal(command, wallet)
            ?? WalletChecks.StatusRefusal(wallet, isDebit)
            ?? (hold.Status != HoldStatus.Open ? new HoldEndedException(hold.Id, hold.Status)
            : hold.HasExpired(now, wallet.Holds.EndedThrough) ? new HoldEndedException(hold.Id, HoldStatus.Expired)
            : null);
        return refusal is not null;
    }

    /// <summary>What the wallet keeps about its holds after one of them changed.</summary>
    private static HoldTotals After(Wallet wallet, Hold before, Hold after, DateTimeOffset? nextExpiry)
    {
        var held = checked(wallet.Holds.HeldMinorUnits - before.RemainingMinorUnits + after.RemainingMinorUnits);
        return after.Status == HoldStatus.Open
            ? wallet.Holds with { HeldMinorUnits = held }
            : wallet.Holds with
            {
                HeldMinorUnits = held,
                OpenCount = wallet.Holds.OpenCount - 1,
                NextExpiry = before.ExpiresAt is { } expiry && expiry == wallet.Holds.NextExpiry ? nextExpiry : wallet.Holds.NextExpiry,
            };
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
