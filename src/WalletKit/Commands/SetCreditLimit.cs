using WalletKit.Model;
using WalletKit.Rules;

namespace WalletKit;

/// <summary>Sets the amount by which a wallet's balance may go below zero.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Limit">The limit, in units: zero or more, with no more decimals than the currency has, and not below the part that is in use.</param>
public sealed record SetCreditLimit(WalletId WalletId, decimal Limit) : StateCommand(WalletId)
{
    internal override string Kind => "set credit limit";

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        base.WriteContent(content, first);
        content.WriteText(Limit);
    }

    private protected override WalletRefusedException? CheckOwnForm() => Limit < 0 ? new InvalidAmountException(Limit, "must be zero or more") : null;

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        if (AmountRules.IsRefused(Limit, wallet.Currency, out var limit, out var refusal))
        {
            return refusal;
        }

        // A lower limit takes money away, like a debit.
        var isLower = limit < wallet.CreditLimitMinorUnits;
        (wallet, var ended) = Expiry.End(wallet, isLower ? state.Expired : null, now);
        var limited = wallet with { CreditLimitMinorUnits = limit };
        if (isLower && Funds.Available(limited) is var available && available < 0)
        {
            return new CreditLimitInUseException(wallet.Id, Funds.ToUnits(limit - available, wallet), Limit);
        }

        return Change(WalletEventType.CreditLimitSet, state, limited, now, ended, limit);
    }
}
