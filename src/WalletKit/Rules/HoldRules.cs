using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using WalletKit.Commands;

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
            || WalletChecks.IsRefused(command.Amount, state.Wallet.Currency, out var amount, out refusal)
            || WalletChecks.IsShort(state.Wallet, state.Expiring, amount, now, out refusal))
        {
            return refusal;
        }

        var wallet = state.Wallet;
        var time = Time.NotBefore(wallet.UpdatedAt, now);

        if (command.ExpiresIn > DateTimeOffset.MaxValue - time)
        {
            return new InvalidInputException("expiresIn", command.ExpiresIn, "must end before the year 10,000");
        }

        // What is held may pass 64 bits where balance and limit do, or where much has expired that is not recorded yet.
        if ((Int128)wallet.Holds.HeldMinorUnits + amount > long.MaxValue)
        {
            return new BalanceOutOfRangeException(wallet.Id, wallet.Balance, command.Amount);
        }

        var expiresAt = command.ExpiresIn is { } expiresIn ? Time.Truncate(time + expiresIn) : (DateTimeOffset?)null;
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
        var holds = new HoldTotals
        {
            HeldMinorUnits = checked(wallet.Holds.HeldMinorUnits + amount),
            LastNumber = hold.Id.Number,
            NextExpiry = Earlier(wallet.Holds.NextExpiry, expiresAt),
        };
        var changed = Entries.Change(wallet with { Holds = holds }, now);
        var result = new CommandResult { Wallet = changed, Hold = hold, HoldVersion = changed.Version };
        return new Decision(result, new Changes { Wallets = [changed], Placed = hold, Recorded = Keys.Record(command, result) });
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

        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var captured = hold with { CapturedMinorUnits = checked(hold.CapturedMinorUnits + amount), UpdatedAt = time };
        if (!command.KeepOpen || captured.RemainingMinorUnits == 0)
        {
            captured = captured with { Status = HoldStatus.Captured };
        }

        var (debited, transaction) = Entries.Append(
            wallet with { Holds = Without(wallet, hold, captured, state.Expiring) },
            TransactionType.Capture,
            -amount,
            now,
            command,
            new TransactionLinks { Hold = hold.Id.Number, HoldRemainingMinorUnits = captured.RemainingMinorUnits });
        var result = new CommandResult { Wallet = debited, Transactions = [transaction] };
        return new Decision(
            result, new Changes { Wallets = [debited], Transactions = [transaction], Holds = [captured], Recorded = Keys.Record(command, result) });
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

        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var voided = hold with { Status = HoldStatus.Voided, UpdatedAt = time };
        var changed = Entries.Change(wallet with { Holds = Without(wallet, hold, voided, state.Expiring) }, now);
        var result = new CommandResult { Wallet = changed, Hold = voided, HoldVersion = changed.Version };
        return new Decision(result, new Changes { Wallets = [changed], Holds = [voided], Recorded = Keys.Record(command, result) });
    }

    public static Decision Decide(ExpireHolds command, in CommandState state, DateTimeOffset now)
    {
        if (state.Wallet is not { } wallet)
        {
            return new WalletNotFoundException(command.WalletId);
        }

        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var ended = Expire(state.Expiring[..Math.Min(state.Expiring.Length, ExpireHolds.MaxHolds)], time);
        var next = state.Expiring.Length > ended.Length ? state.Expiring[ended.Length].ExpiresAt : null;
        if (ended.IsEmpty && next == wallet.Holds.NextExpiry)
        {
            return new Decision(new CommandResult { Wallet = wallet });
        }

        var released = 0L;
        for (var i = 0; i < ended.Length; i++)
        {
            released = checked(released + state.Expiring[i].RemainingMinorUnits);
        }

        var holds = wallet.Holds with { HeldMinorUnits = checked(wallet.Holds.HeldMinorUnits - released), NextExpiry = next };
        var changed = Entries.Change(wallet with { Holds = holds }, now);
        return new Decision(new CommandResult { Wallet = changed }, new Changes { Wallets = [changed], Holds = ended });
    }

    /// <summary>The recorded end of those of the holds whose time has run out.</summary>
    /// <param name="expiring">Open holds that expire, the earliest first.</param>
    /// <param name="time">The wallet's time.</param>
    public static ImmutableArray<Hold> Expire(ImmutableArray<Hold> expiring, DateTimeOffset time) =>
        [.. expiring.TakeWhile(hold => hold.HasExpired(time)).Select(hold => hold with { Status = HoldStatus.Expired, UpdatedAt = time })];

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
            : hold.HasExpired(Time.NotBefore(wallet.UpdatedAt, now)) ? new HoldEndedException(hold.Id, HoldStatus.Expired)
            : null);
        return refusal is not null;
    }

    // The earliest expiry is known without reading more than one hold beside the one that ends.
    private static HoldTotals Without(Wallet wallet, Hold before, Hold after, ImmutableArray<Hold> expiring) => wallet.Holds with
    {
        HeldMinorUnits = checked(wallet.Holds.HeldMinorUnits - before.RemainingMinorUnits + after.RemainingMinorUnits),
        NextExpiry = after.Status == HoldStatus.Open || before.ExpiresAt is null
            ? wallet.Holds.NextExpiry
            : expiring.FirstOrDefault(hold => hold.Id != after.Id)?.ExpiresAt,
    };

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
