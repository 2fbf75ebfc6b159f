using System.Text.RegularExpressions;
using WalletKit.Rules;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>The Markdown documents of the repository.</summary>
internal static partial class Documents
{
    public const int MaxLineLength = 120;

    public static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "out" or "node_modules") && !file.StartsWith('.'))
            .Order(StringComparer.Ordinal);

    public static IEnumerable<Sentence> Sentences(string file)
    {
        var paragraph = new List<string>();
        var first = 0;
        foreach (var (line, text) in Prose(file).Append((0, "")))
        {
            var isBreak = text.Length == 0 || Item().IsMatch(text) || text.StartsWith('#') || text.StartsWith('|');
            if (isBreak && paragraph.Count > 0)
            {
                foreach (var sentence in Paragraph.Sentences(string.Join(' ', paragraph)))
                {
                    yield return new Sentence(file, first, sentence);
                }

                paragraph.Clear();
            }

            if (text.StartsWith('|'))
            {
                foreach (var sentence in Cell().Split(text).Select(Plain).SelectMany(Paragraph.Sentences))
                {
                    yield return new Sentence(file, line, sentence);
                }
            }
            else if (text.Length > 0)
            {
                first = paragraph.Count == 0 ? line : first;
                paragraph.Add(Plain(text));
            }
        }
    }

    /// <summary>Lines that are longer than they may be, without tables, code, and lines that a link makes long.</summary>
    public static IEnumerable<string> LongLines(string file) =>
        Prose(file)
            .Where(line => line.Text.Length > MaxLineLength && !line.Text.TrimStart().StartsWith('|') && !line.Text.Contains("]("))
            .Select(line => $"{file}:{line.Number}: {line.Text.Length} characters");

    private static IEnumerable<(int Number, string Text)> Prose(string file)
    {
        var isCode = false;
        var number = 0;
        foreach (var line in File.ReadLines(Repository.PathOf(file)))
        {
            number++;
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return (number, line);
            }
        }
    }

    /// <summary>The text without the marks of a list, a heading, a link, emphasis or code.</summary>
    private static string Plain(string text) => Marks().Replace(Item().Replace(text, ""), "$1").TrimStart('#', ' ');

    [GeneratedRegex(@"^\s*([-*]|\d+\.)\s+")]
    private static partial Regex Item();

    // A bar with a backslash before it is part of the cell.
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();

    [GeneratedRegex(@"[*_`]+|\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Marks();
}
