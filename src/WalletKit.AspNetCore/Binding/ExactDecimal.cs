using System.Diagnostics.CodeAnalysis;

namespace WalletKit.AspNetCore;

/// <summary>Reads decimals from text without rounding: a number that a <see cref="decimal"/> cannot hold exactly is refused.</summary>
internal static class ExactDecimal
{
    private const int MaxLength = 400;
    private const int MaxScale = 28;

    /// <summary>Reads a number in the form of JSON: <c>-12.50</c>, <c>1e2</c>.</summary>
    public static bool TryParse(string text, out decimal value, [NotNullWhen(false)] out string? problem)
    {
        value = 0;
        problem = null;
        if (text.Length > MaxLength)
        {
            problem = $"must be an amount of at most {MaxLength} characters";
            return false;
        }

        if (!TrySplit(text, out var isNegative, out var digits, out var exponent))
        {
            problem = "must be an amount like 100.10";
            return false;
        }

        return TryCompose(isNegative, digits, exponent, out value, out problem);
    }

    /// <summary>Splits a number into its significant digits, without zeros at either end, and the power of ten of the last digit.</summary>
    private static bool TrySplit(ReadOnlySpan<char> text, out bool isNegative, out ReadOnlySpan<char> digits, out int exponent)
    {
        digits = default;
        exponent = 0;
        isNegative = text.StartsWith('-');
        text = isNegative ? text[1..] : text;
        var mark = text.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            // No amount needs more than four digits of exponent.
            if (text.Length - mark > 6 || !TryExponent(text[(mark + 1)..], out exponent))
            {
                return false;
            }

            text = text[..mark];
        }

        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        exponent -= fraction.Length;
        ReadOnlySpan<char> all = string.Concat(whole, fraction).AsSpan().TrimStart('0');
        digits = all.TrimEnd('0');
        exponent += all.Length - digits.Length;
        return true;
    }

    // The framework would accept U+0000 at the end.
    private static bool TryExponent(ReadOnlySpan<char> text, out int exponent) =>
        int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out exponent) && char.IsAsciiDigit(text[^1]);

    private static bool TryCompose(bool isNegative, ReadOnlySpan<char> digits, int exponent, out decimal value, [NotNullWhen(false)] out string? problem)
    {
        value = 0;
        problem = null;
        if (digits.IsEmpty)
        {
            return true;
        }

        if (exponent < -MaxScale)
        {
            problem = $"has more than {MaxScale} decimals";
            return false;
        }

        // 2^96 has 29 digits.
        if (digits.Length + Math.Max(exponent, 0) > 29 || !TryMantissa(digits, Math.Max(exponent, 0), out var mantissa))
        {
            problem = "is past the range of an amount";
            return false;
        }

        value = new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), isNegative, (byte)Math.Max(-exponent, 0));
        return true;
    }

    private static bool TryMantissa(ReadOnlySpan<char> digits, int zeros, out UInt128 mantissa)
    {
        mantissa = 0;
        foreach (var digit in digits)
        {
            mantissa = (mantissa * 10) + (uint)(digit - '0');
        }

        for (; zeros > 0; zeros--)
        {
            mantissa *= 10;
        }

        return mantissa >> 96 == 0;
    }
}
