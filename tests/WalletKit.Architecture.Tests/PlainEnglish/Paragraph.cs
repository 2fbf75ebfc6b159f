using System.Text.RegularExpressions;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>Cuts a paragraph into its sentences.</summary>
internal static partial class Paragraph
{
    /// <summary>The sentences of a paragraph. A part after a colon or a semicolon counts as a sentence, because it has a subject of its own.</summary>
    public static IEnumerable<string> Sentences(string text) =>
        Ends().Split(Breaks().Replace(Inline().Replace(References().Replace(text, "$3"), ""), "\n"))
            .Select(sentence => sentence.Trim())
            .Where(sentence => sentence.Length > 0);

    // A reference stands for a word of the sentence, inline markup is dropped, and any other markup ends the sentence.
    [GeneratedRegex("""<(see|paramref|typeparamref)\s[^>]*?(cref|name|langword)="([^"]*)"\s*/>""")]
    private static partial Regex References();

    [GeneratedRegex("</?(c|b|i|em|code)>|`")]
    private static partial Regex Inline();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Breaks();

    [GeneratedRegex(@"(?<=[.;:?!])\s+|\n+")]
    private static partial Regex Ends();
}
