using System.Collections.Frozen;
using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>The currencies in which wallets can be opened: all of ISO 4217, and the currencies that the host declared.</summary>
public sealed class CurrencyCatalog
{
    private readonly FrozenDictionary<string, Currency> _currencies;

    /// <summary>Makes a catalog of ISO 4217 and the given declarations.</summary>
    /// <param name="declared">The currencies made with <see cref="Currency.Declare"/>; one code may not stand for two exponents.</param>
    /// <exception cref="InvalidInputException">A code is declared twice with different exponents.</exception>
    public CurrencyCatalog(IEnumerable<Currency> declared)
    {
        ArgumentNullException.ThrowIfNull(declared);

        var currencies = Iso4217.Exponents.Keys.ToDictionary(code => code, Currency.FromIso, StringComparer.Ordinal);
        foreach (var currency in declared)
        {
            if (currencies.TryGetValue(currency.Code, out var standing) && !standing.Equals(currency))
            {
                throw new InvalidInputException("currency", currency.Code, $"is declared with exponent {currency.Exponent}, but stands with {standing.Exponent} already");
            }

            currencies[currency.Code] = currency;
        }

        _currencies = currencies.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Gets a currency by its code.</summary>
    /// <exception cref="UnknownCurrencyException">The code is neither ISO 4217's nor declared; codes are upper case.</exception>
    public Currency this[string code] => Find(code) ?? throw new UnknownCurrencyException(code);

    /// <summary>Finds a currency by its code; null where the code is neither ISO 4217's nor declared.</summary>
    public Currency? Find(string code) => _currencies.GetValueOrDefault(code);
}
