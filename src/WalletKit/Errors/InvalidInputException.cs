using System.Globalization;

namespace WalletKit;

/// <summary>A field breaks its rule, whatever the state of any wallet. Code <c>invalid_input</c>.</summary>
public sealed class InvalidInputException : WalletRefusedException
{
    private const int ShownLength = 64;

    /// <summary>Says which field breaks which rule.</summary>
    /// <param name="field">The name of the field, as the caller wrote it.</param>
    /// <param name="value">What it held, shortened in the message; null where it was not given, which the message then leaves out.</param>
    /// <param name="rule">The rule, as the end of a sentence that begins with the field.</param>
    public InvalidInputException(string field, object? value, string rule)
        : base(RefusalKind.Malformed, "invalid_input", value is null ? $"{field} {rule}." : $"{field} {Show(value)} {rule}.")
    {
        Field = field;
        Rule = rule;
    }

    /// <summary>The name of the field.</summary>
    public string Field { get; }

    /// <summary>The rule it breaks.</summary>
    public string Rule { get; }

    /// <summary>A value as a message may hold it: short, and without what does harm in a log or a terminal.</summary>
    internal static string Show(object? value) => value switch
    {
        null => "(null)",
        string { Length: > ShownLength } text => $"'{Printable(text[..ShownLength])}…' ({text.Length} characters)",
        string text => $"'{Printable(text)}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A text that is mostly short and harmless, as a message may hold it without quotes around it.</summary>
    internal static string ShowBare(string? text, int maxLength = ShownLength) =>
        text is null ? Show(text) : text.Length > maxLength ? $"{Printable(text[..maxLength])}…" : Printable(text);

    // What ends a line or turns it around would let a text pass for a message of its own.
    internal static bool IsHarmless(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Printable(string text) => string.Concat(text.Select(c => IsHarmless(c) ? c : '\uFFFD'));
}
