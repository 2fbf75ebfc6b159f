using System.Globalization;
using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>
/// What a wallet's amounts are counted in: a code and an exponent, the number of decimals of one unit.
/// A currency is ISO 4217's or declared by the host; either way the exponent is stored with each wallet at its opening.
/// </summary>
public sealed class Currency : IEquatable<Currency>
{
    /// <summary>The largest exponent: 10^18 is the largest power of ten in 64 bits.</summary>
    public const int MaxExponent = 18;

    /// <summary>The longest code, in characters.</summary>
    public const int MaxCodeLength = 16;

    internal const string CodeRule = "must be 2 to 16 capital letters or digits, the first a letter";

    private Currency(string code, int exponent)
    {
        Code = code;
        Exponent = exponent;
    }

    /// <summary>The code: 2 to 16 characters, capital letters and digits, the first a letter (<c>USD</c>, <c>POINTS</c>).</summary>
    public string Code { get; }

    /// <summary>How many decimals one unit has, 0 to 18. One minor unit is 10^-<see cref="Exponent"/> units.</summary>
    public int Exponent { get; }

    /// <summary>The largest balance, in units: 9,223,372,036,854,775,807 minor units. With 18 decimals it is little more than 9.22 units.</summary>
    public decimal MaxBalance => MinorUnits.ToDecimal(long.MaxValue, Exponent);

    /// <summary>Finds a currency of ISO 4217 by its alphabetic code.</summary>
    /// <exception cref="UnknownCurrencyException">ISO 4217 has no such code in force; codes are upper case.</exception>
    public static Currency FromIso(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Iso4217.Exponents.TryGetValue(code, out var exponent)
            ? new Currency(code, exponent)
            : throw new UnknownCurrencyException(code);
    }

    /// <summary>Makes a currency that ISO 4217 does not know, such as loyalty points or a cryptocurrency.</summary>
    /// <param name="code">2 to 16 characters, capital letters and digits, the first a letter.</param>
    /// <param name="exponent">How many decimals it has, 0 to 18. The more there are, the smaller the largest balance is: see <see cref="MaxBalance"/>.</param>
    /// <exception cref="InvalidInputException">The code or the exponent breaks its rule, or ISO 4217 gives the code another exponent.</exception>
    public static Currency Declare(string code, int exponent)
    {
        ArgumentNullException.ThrowIfNull(code);

        if (!IsCode(code))
        {
            throw new InvalidInputException("currency", code, CodeRule);
        }

        if (exponent is < 0 or > MaxExponent)
        {
            throw new InvalidInputException("exponent", exponent, $"must be from 0 to {MaxExponent}");
        }

        if (Iso4217.Exponents.TryGetValue(code, out var iso) && iso != exponent)
        {
            throw new InvalidInputException("exponent", exponent, $"must be {iso}, as ISO 4217 gives it for {code}");
        }

        return new Currency(code, exponent);
    }

    /// <summary>Brings back a currency as a store kept it; what was true at a wallet's opening is never judged again.</summary>
    /// <param name="code">The code kept with the wallet.</param>
    /// <param name="exponent">The exponent kept with the wallet, 0 to 18.</param>
    public static Currency Restore(string code, int exponent)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exponent, MaxExponent);
        return new Currency(code, exponent);
    }

    /// <summary>Whether a code can be one. A currency that was brought back may have any other.</summary>
    internal static bool IsCode(string code) =>
        code.Length is >= 2 and <= MaxCodeLength && char.IsAsciiLetterUpper(code[0]) && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    /// <summary>How a message names it beside another: by its code, and where both have one code, by its decimals as well.</summary>
    internal string ShowBeside(Currency other)
    {
        var code = InvalidInputException.ShowBare(Code);
        return Code != other.Code || Exponent == other.Exponent ? code
            : string.Create(CultureInfo.InvariantCulture, $"{code} with {Exponent} decimals");
    }

    /// <inheritdoc/>
    public bool Equals(Currency? other) =>
        ReferenceEquals(this, other) || (other is not null && Code == other.Code && Exponent == other.Exponent);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Currency);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Exponent);

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
