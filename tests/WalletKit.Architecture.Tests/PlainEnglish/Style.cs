using System.Text.RegularExpressions;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>The rules of plain English, as far as a machine can judge them.</summary>
internal static partial class Style
{
    /// <summary>Says which rule a sentence breaks; null where it breaks none.</summary>
    public static string? Fault(string sentence) =>
        RiddleSubject().IsMatch(sentence) && !sentence.EndsWith('?') ? "begins with a pronoun in place of a noun"
        : Person().IsMatch(sentence) ? "calls a program a person"
        : CausalAs().IsMatch(sentence) ? "says 'as' for 'because'"
        : null;

    [GeneratedRegex(@"^(Who|Whoever|Whose|Whom|Those|Others|What|Whatever|Of (those|the|its|all|what|each)|One (who|that|whose|which|of|is|may|has|can|must|in|for|with|by|was|would|does))\b")]
    private static partial Regex RiddleSubject();

    [GeneratedRegex(@"\b(he|his|him|she|her|hers|whoever)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Person();

    [GeneratedRegex(@"(, as|^As) (it|they|there|this|these|nothing|nobody|no|its|their|the|a|an|each|every|one|some|all|both|most|more|only) .*\b(is|are|was|were|has|have|had|may|can|must|would|will|does|do|did|goes|\w+s|\w+ed)\b")]
    private static partial Regex CausalAs();
}
