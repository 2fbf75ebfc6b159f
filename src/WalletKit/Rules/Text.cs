namespace WalletKit.Rules;

/// <summary>What text may be kept: bounded, and such that every store gives back exactly what it was given.</summary>
internal static class Text
{
    /// <summary>Says how <paramref name="value"/> breaks the rule for <paramref name="field"/>; null where it keeps it.</summary>
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

    /// <summary>Whether a database can keep it, however long it is.</summary>
    public static bool CanBeKept(string value) => IsWellFormed(value) && !value.Contains('\0', StringComparison.Ordinal);

    /// <summary>The text with U+FFFD in place of what <see cref="Check"/> refuses, so that it can be kept.</summary>
    public static string Mend(string value) =>
        CanBeKept(value) ? value : string.Concat(value.EnumerateRunes()).Replace('\0', '\uFFFD');

    /// <summary>How many characters may be kept, <paramref name="maxLength"/> or one less, so that no pair is cut in half.</summary>
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
