using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletKit.Model;

namespace WalletKit.Rules;

/// <summary>The rules for an amount, and for the money that a wallet can spend.</summary>
internal static class AmountRules
{
    /// <summary>Converts the amount to the minor units of a currency, or refuses it: nothing is ever rounded.</summary>
    public static bool IsRefused(decimal amount, Currency currency, out long minorUnits, [NotNullWhen(true)] out WalletRefusedException? refusal)
    {
        refusal = MinorUnits.TryFromDecimal(amount, currency.Exponent, out minorUnits) switch
        {
            ConversionResult.TooManyDecimals => new InvalidAmountException(amount, $"has more decimals than the {currency.Exponent} of {currency.Code}; nothing is rounded"),
            ConversionResult.OutOfRange => new InvalidAmountException(amount, string.Create(CultureInfo.InvariantCulture, $"is past the range of {currency.Code}: at most {currency.MaxBalance}")),
            _ => null,
        };
        return refusal is not null;
    }

    /// <summary>Refuses an amount that is more than the wallet has available.</summary>
    public static bool IsShort(Wallet wallet, Int128 amount, [NotNullWhen(true)] out WalletRefusedException? refusal)
    {
        var available = Funds.Available(wallet);
        refusal = amount > available
            ? new InsufficientFundsException(wallet.Id, Funds.ToUnits(available, wallet), Funds.ToUnits(amount, wallet))
            : null;
        return refusal is not null;
    }
}
