using System.Text.RegularExpressions;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>The rules of plain English, as far as a machine can judge them.</summary>
internal static partial class Style
{
    /// <summary>Says which rule a sentence breaks; null where it breaks none.</summary>
    public static string? Fault(string sentence) =>
        RiddleSubject().IsMatch(sentence) && !sentence.EndsWith('?') ? "begins with a pronoun in place of a noun"
        : Person().IsMatch(sentence) ? "calls a program a person"
        : BareWho().IsMatch(sentence) ? "says 'who' in place of a noun"
        : CausalAs().IsMatch(sentence) ? "says 'as' for 'because'"
        : British().IsMatch(sentence) ? "is spelled the British way"
        : null;

    // A part after a colon or a semicolon begins with a small letter. There "one" and "others" may continue a list of nouns, so they pass.
    [GeneratedRegex(@"^([Ww]ho|[Ww]hoever|[Ww]hose|[Ww]hom|[Ww]hat|[Ww]hatever|[Tt]hose|Others|Of (?!course\b)|of (those|all|what|which|each)|One (who|that|whose|which|of|is|may|has|can|must|in|for|with|by|was|would|does))\b")]
    private static partial Regex RiddleSubject();

    [GeneratedRegex(@"\b(he|his|him|she|her|hers|whoever)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Person();

    [GeneratedRegex(@"\b(for|by|to|with|from|than) who\b")]
    private static partial Regex BareWho();

    // An "as" of likeness passes: its clause ends with a bare verb ("as the requests of a server do") or repeats one ("as they are when it opens").
    // The second part has a plural noun as its subject, and words that never follow an "as" of likeness.
    [GeneratedRegex(@"(, as|^As)(?! [^,;:]*\b(do|does|did|is|are|was|were|would)[.,;:]?$)(?! (it|they) (is|are|was|were|do|does|did) (when|where|if|once|by|at|in|on|with)\b) (it|they|there|this|these|nothing|nobody|somebody|anybody|what|we|you|no|its|their|the|a|an|each|every|one|some|all|both|most|more|only) .*\b(is|are|was|were|has|have|had|may|can|must|would|will|does|do|did|goes|\w+s|\w+ed)\b|, as (\w+ )?\w+s( and \w+s)? (never|cannot|have (no|a|an|the)|are (not|no|only))\b")]
    private static partial Regex CausalAs();

    // Small letters only, because the names of members keep their spelling.
    [GeneratedRegex(@"\b(cancelled|cancelling|labelled|modelled|behaviour|colour|honour|favour|neighbour|recognis|organis|serialis|initialis|normalis|whilst|licence|catalogue|artefact)\w*")]
    private static partial Regex British();
}
