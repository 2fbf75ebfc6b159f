using System.Globalization;

namespace WalletKit.Tests.Security;

/// <summary>Texts of attackers, with names that survive a test report.</summary>
internal static class HostileTexts
{
    private const int Megabytes10 = 10 * 1024 * 1024;

    /// <summary>Texts that may be kept in every place where they are short enough, and that then come back exactly.</summary>
    public static IReadOnlyDictionary<string, string> Kept { get; } = new Dictionary<string, string>
    {
        ["SQL that ends the statement"] = "'; DROP TABLE walletkit_wallets; --",
        ["SQL that is always true"] = "x' OR '1'='1",
        ["SQL that asks for more"] = "' UNION SELECT * FROM walletkit_wallets --",
        ["quotes of all kinds"] = "'\"`[]\\''\"\"",
        ["wildcards"] = "%_*?",
        ["parameters"] = "?1 :a @b $c {0} {Path}",
        ["JSON"] = "\"},{\"a\":[1",
        ["white space"] = " ",
        ["lines"] = "a\r\ninfo: WalletKit[0] all is well\n",
        ["other ends of lines"] = "a\u0085b\u2028c\u2029d\u000Be\u000Cf",
        ["colors of a terminal"] = "\u001B[2J\u001B[31mred\u009B0m",
        ["the delete key"] = "\b\b\b\u007F",
        ["turned around"] = "\u202Egnp.exe\u202C \u2066a\u2069",
        ["unseen"] = "a\u200B\u200D\uFEFF\u00ADb",
        ["composed"] = "caf\u00E9",
        ["decomposed"] = "cafe\u0301",
        ["full width"] = "\uFF41\uFF44\uFF4D\uFF49\uFF4E",
        ["emoji"] = "\U0001F468\u200D\U0001F469\u200D\U0001F467",
        ["a tag of another plane"] = "a\U000E0041b",
        ["noncharacters"] = "\uFFFE\uFFFF\uFFFD",
        ["marks in a heap"] = "Z" + new string('\u0300', 30),
        ["upper case"] = "OWNER",
        ["a path"] = "../../etc/passwd",
        ["markup"] = "<script>alert(1)</script>",
    };

    /// <summary>Texts that are refused in every place.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["NUL"] = "\0",
        ["NUL within"] = "owner\0admin",
        ["NUL at the end"] = "owner\0",
        ["a first half"] = "owner\uD83D",
        ["a second half"] = "\uDE00owner",
        ["halves the wrong way"] = "\uDE00\uD83D",
        ["ten million characters"] = new string('x', Megabytes10),
        ["ten million halves"] = new string('\uD83D', Megabytes10),
        ["ten million lines"] = new string('\n', Megabytes10),
        ["ten million characters of SQL"] = string.Concat(Enumerable.Repeat("';DROP--\0", Megabytes10 / 9)),
    };

    public static string Find(string named) => Kept.TryGetValue(named, out var kept) ? kept : Refused[named];

    /// <summary>Checks a message that people read in a log: it is short, on one line, and has no deceptive characters.</summary>
    public static void AssertHarmless(string message)
    {
        Assert.InRange(message.Length, 1, 400);
        Assert.DoesNotContain(message, c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }
}
