using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using WalletKit.Model.Money;
using WalletKit.Model.Texts;

namespace WalletKit;

/// <summary>The currency in which a wallet counts its amounts: a code, and the number of decimals of one unit.</summary>
/// <remarks>A currency is one of ISO 4217 or declared by the host. Either way each wallet keeps the exponent that was in force at its opening.</remarks>
[JsonConverter(typeof(CurrencyJsonConverter))]
[TypeConverter(typeof(TextTypeConverter<Currency>))]
public sealed class Currency : IEquatable<Currency>, ISpanParsable<Currency>
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

    /// <summary>Gets the code: 2 to 16 characters, capital letters and digits, the first a letter (<c>USD</c>, <c>POINTS</c>).</summary>
    public string Code { get; }

    /// <summary>Gets the number of decimals of one unit, 0 to 18. One minor unit is 10^-<see cref="Exponent"/> units.</summary>
    public int Exponent { get; }

    /// <summary>Gets the largest balance, in units: 9,223,372,036,854,775,807 minor units. With 18 decimals it is little more than 9.22 units.</summary>
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
    /// <param name="code">The code: 2 to 16 characters, capital letters and digits, the first a letter.</param>
    /// <param name="exponent">The number of decimals, 0 to 18. More decimals make the largest balance smaller: see <see cref="MaxBalance"/>.</param>
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

    /// <summary>Brings back a currency as a store kept it, without a check.</summary>
    /// <remarks>The opening of the wallet has checked the currency, and that check is never repeated.</remarks>
    /// <param name="code">The code kept with the wallet.</param>
    /// <param name="exponent">The exponent kept with the wallet, 0 to 18.</param>
    public static Currency Restore(string code, int exponent)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exponent, MaxExponent);
        return new Currency(code, exponent);
    }

    /// <summary>Whether a text has the form of a code. A currency that was brought back may have a code of any form.</summary>
    internal static bool IsCode(string code) =>
        code.Length is >= 2 and <= MaxCodeLength && char.IsAsciiLetterUpper(code[0]) && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    /// <summary>The name of this currency in a message that names another as well: its code, with the decimals where both have one code.</summary>
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

    /// <summary>Returns the code.</summary>
    public override string ToString() => Code;

    /// <summary>Parses a code of ISO 4217 (<c>USD</c>), or the code and the decimals of a declared currency (<c>POINTS/0</c>).</summary>
    /// <exception cref="FormatException">The text is not a code of ISO 4217, or a code and its decimals, as POINTS/0.</exception>
    public static Currency Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static Currency Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException("The text is not a code of ISO 4217, or a code and its decimals, as POINTS/0.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Currency result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out Currency result)
    {
        var slash = s.IndexOf('/');
        var code = (slash < 0 ? s : s[..slash]).ToString();
        var exponent = 0;
        var parsed = IsCode(code)
            && (slash < 0
                ? Iso4217.Exponents.TryGetValue(code, out exponent)
                : int.TryParse(s[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out exponent) && exponent <= MaxExponent);
        result = parsed ? new Currency(code, exponent) : null;
        return parsed;
    }

    /// <summary>Returns the text that <see cref="Parse(string, IFormatProvider?)"/> reads.</summary>
    internal string ToText() => Iso4217.Exponents.TryGetValue(Code, out var iso) && iso == Exponent
        ? Code
        : string.Create(CultureInfo.InvariantCulture, $"{Code}/{Exponent}");
}
