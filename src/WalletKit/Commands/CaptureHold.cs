using System.Diagnostics.CodeAnalysis;
using WalletKit.Model;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Takes held money out of the wallet.</summary>
/// <param name="Hold">The hold, which is open.</param>
/// <param name="Amount">The amount, in units: more than zero and at most the remainder; null for all of the remainder.</param>
public sealed record CaptureHold(HoldId Hold, decimal? Amount = null) : PostingCommand(Hold.WalletId)
{
    /// <summary>Gets whether the rest stays held for further captures; otherwise it is released.</summary>
    public bool KeepOpen { get; init; }

    /// <summary>Gets the account that the money goes to; null for <see cref="CounterAccount.External"/>.</summary>
    /// <remarks>It has 1 to 64 characters, each a letter from a to z, a digit, or one of <c>. _ : -</c>.</remarks>
    public string? Account { get; init; }

    internal override string Kind => "capture hold";

    internal override WalletId? Other => null;

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        content.WriteText(Hold.Number);
        content.WriteText(Amount);
        content.Write(KeepOpen ? 1 : 0);
        WriteNotes(content);
        content.Write(Account);
    }

    internal override CommandState Load(StateSource states, DateTimeOffset now) => StateLoading.Hold(states, Hold, now);

    private protected override WalletRefusedException? CheckOwnForm() => Amount is { } amount ? FormRules.CheckAmount(amount) : null;

    private protected override WalletRefusedException? CheckSharedForm() => base.CheckSharedForm() ?? FormRules.CheckAccount(Account);

    private protected override WalletRefusedException? RefuseMissing(in CommandState state) => state.Hold is null ? new HoldNotFoundException(Hold) : null;

    private protected override (bool Own, bool Other) Debits(in CommandState state) => (true, false);

    private protected override WalletRefusedException? RefuseEnded(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        HoldRules.RefuseEnded(state.Hold!, wallet, now);

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        var hold = state.Hold!;
        if (IsRefused(wallet, hold, out var amount, out var refusal))
        {
            return refusal;
        }

        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        var captured = hold with { CapturedMinorUnits = checked(hold.CapturedMinorUnits + amount), UpdatedAt = Time.OfChange(hold, wallet, now) };
        if (!KeepOpen || captured.RemainingMinorUnits == 0)
        {
            captured = captured with { Status = HoldStatus.Captured };
        }

        var entry = Entries.Append(
            wallet with { Holds = HoldRules.After(wallet, hold, captured, state.NextExpiry) },
            state.Secrets.Texts,
            TransactionType.Capture,
            -amount,
            now,
            Notes,
            new TransactionLinks { Hold = hold.Id.Number, HoldRemainingMinorUnits = captured.RemainingMinorUnits },
            ended,
            Account);
        var result = new CommandResult { Wallet = entry.Wallet, Transactions = [entry.Transaction!], Hold = captured, HoldVersion = entry.Version };
        return new Decision(result, new Changes { Entries = [entry], Holds = [.. ended, captured], Recorded = Record(result, state, now) });
    }

    private bool IsRefused(Wallet wallet, Hold hold, out long amount, [NotNullWhen(true)] out WalletRefusedException? refusal)
    {
        amount = hold.RemainingMinorUnits;
        if (Amount is { } asked && AmountRules.IsRefused(asked, wallet.Currency, out amount, out refusal))
        {
            return true;
        }

        refusal = amount > hold.RemainingMinorUnits ? new HoldExceededException(hold.Id, hold.Remaining, Amount!.Value)

            // This is possible only for a wallet that a reversal overdrew.
            : Entries.IsPastRange(wallet, -(Int128)amount) ? new BalanceOutOfRangeException(wallet.Id, wallet.Balance, Funds.ToUnits(-(Int128)amount, wallet))
            : null;
        return refusal is not null;
    }
}
