using System.Globalization;

namespace WalletKit;

/// <summary>The refusal of a field that breaks its rule, whatever the state of any wallet. Code <c>invalid_input</c>.</summary>
public sealed class InvalidInputException : WalletRefusedException
{
    private const int ShownLength = 64;

    /// <summary>Names the field and the rule that it breaks.</summary>
    /// <param name="field">The name of the field, spelled as in the caller's input.</param>
    /// <param name="value">The value of the field, which the message shortens; null where it was not given, and the message then leaves it out.</param>
    /// <param name="rule">The rule, worded to end a sentence that begins with the field.</param>
    public InvalidInputException(string field, object? value, string rule)
        : base(RefusalKind.Malformed, "invalid_input", value is null ? $"{field} {rule}." : $"{field} {Show(value)} {rule}.")
    {
        Field = field;
        Rule = rule;
    }

    /// <summary>Gets the name of the field.</summary>
    public string Field { get; }

    /// <summary>Gets the rule that the field breaks.</summary>
    public string Rule { get; }

    /// <summary>A value in the form that a message may hold: short, and without characters that do harm in a log or a terminal.</summary>
    internal static string Show(object? value) => value switch
    {
        null => "(null)",
        string { Length: > ShownLength } text => $"'{Printable(text[..ShownLength])}…' ({text.Length} characters)",
        string text => $"'{Printable(text)}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The form of a text that is mostly short and harmless, for a message that puts no quotes around it.</summary>
    internal static string ShowBare(string? text, int maxLength = ShownLength) =>
        text is null ? Show(text) : text.Length > maxLength ? $"{Printable(text[..maxLength])}…" : Printable(text);

    // A character that ends a line or turns its direction around would let a text pass for a message of its own.
    internal static bool IsHarmless(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Printable(string text) => string.Concat(text.Select(c => IsHarmless(c) ? c : '\uFFFD'));
}
