namespace WalletKit.Rules;

/// <summary>The rule for text that may be kept: it is bounded, and every store gives back exactly the text that it was given.</summary>
internal static class Text
{
    /// <summary>Says how <paramref name="value"/> breaks the rule for <paramref name="field"/>; null where it does not.</summary>
    public static InvalidInputException? Check(string field, string? value, int minLength, int maxLength)
    {
        if (value is null || value.Length < minLength || value.Length > maxLength)
        {
            return new InvalidInputException(field, value, $"must have {minLength} to {maxLength} characters");
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            return new InvalidInputException(field, value, "must not hold the character U+0000, at which databases end a text");
        }

        return IsWellFormed(value)
            ? null
            : new InvalidInputException(field, value, "must be well-formed UTF-16: it holds half of a surrogate pair");
    }

    /// <summary>Whether a database can keep the text, however long it is.</summary>
    public static bool CanBeKept(string value) => IsWellFormed(value) && !value.Contains('\0', StringComparison.Ordinal);

    /// <summary>The text with U+FFFD in place of each character that <see cref="Check"/> refuses, so that it can be kept.</summary>
    public static string Mend(string value) =>
        CanBeKept(value) ? value : string.Concat(value.EnumerateRunes()).Replace('\0', '\uFFFD');

    /// <summary>The number of characters that may be kept: <paramref name="maxLength"/>, or one less, so that no surrogate pair is cut in half.</summary>
    public static int WholeLength(string value, int maxLength) =>
        maxLength < value.Length && char.IsSurrogatePair(value[maxLength - 1], value[maxLength]) ? maxLength - 1 : maxLength;

    /// <summary>Whether every surrogate stands in a pair; only then can UTF-8 keep the text as it is.</summary>
    public static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]))
            {
                if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
