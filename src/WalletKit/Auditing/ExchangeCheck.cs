using WalletKit.Model.Money;
using static System.FormattableString;

namespace WalletKit.Auditing;

/// <summary>Calculates again how the amount of one leg of a transfer became the amount of the other.</summary>
internal static class ExchangeCheck
{
    /// <returns>The fault; null where there is none.</returns>
    public static string? Difference(WalletTransaction transaction, WalletTransaction other)
    {
        var isExchange = !transaction.Currency.Equals(other.Currency);
        if (transaction.Links.Exchange is not { } exchange)
        {
            return isExchange ? Invariant($"it is in {other.Currency.ShowBeside(transaction.Currency)}, and there is no rate.") : null;
        }

        return !isExchange ? Invariant($"it is in the same currency, {other.Currency}, and there is a rate.")
            : !exchange.CounterpartCurrency.Equals(other.Currency) ? Invariant($"it is in {other.Currency.ShowBeside(exchange.CounterpartCurrency)}, expected {exchange.CounterpartCurrency.ShowBeside(other.Currency)}.")
            : exchange.CounterpartMinorUnits != Int128.Abs(other.AmountMinorUnits) ? Invariant($"its amount is {other.AmountMinorUnits}, expected {exchange.CounterpartMinorUnits} of either sign.")
            : other.Links.Exchange is { } others && (exchange.Rate != others.Rate || exchange.Rounding != others.Rounding)
                ? Invariant($"its rate is {others.Rate} and its rounding {others.Rounding}, expected {exchange.Rate} and {exchange.Rounding}.")
            : transaction.Type == TransactionType.TransferOut ? Recalculated(transaction, exchange)
            : null;
    }

    private static string? Recalculated(WalletTransaction outgoing, Exchange exchange)
    {
        // Wrong signs and amounts out of range are findings of their own.
        if (outgoing.AmountMinorUnits is >= 0 or long.MinValue || exchange.CounterpartMinorUnits <= 0 || exchange.Rate < 0)
        {
            return null;
        }

        if (exchange.Rounding is not { } rounding)
        {
            var implied = ExchangeRate.Implied(-outgoing.Amount, exchange.CounterpartAmount);
            return implied == exchange.Rate ? null : Invariant($"the rate between the amounts is {exchange.Rate}, expected {implied}.");
        }

        return exchange.Rate is not { } rate ? Invariant($"it was rounded {rounding} by no rate.")
            : !Enum.IsDefined(rounding) ? Invariant($"there is no rounding {rounding}.")
            : !ExchangeRate.TryConvert(-outgoing.AmountMinorUnits, outgoing.Currency.Exponent, rate, exchange.CounterpartCurrency.Exponent, rounding, out var target)
                || target != exchange.CounterpartMinorUnits
                ? Invariant($"its amount is {exchange.CounterpartMinorUnits}, expected {target} at the rate {rate}, rounded {rounding}.")
            : null;
    }
}
