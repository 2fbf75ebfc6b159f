using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>The comments of the C# files, ordinary ones and documentation alike.</summary>
internal static class Comments
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview, DocumentationMode.None);

    public static IEnumerable<Sentence> In(string folder) =>
        Repository.SourcesIn(folder).SelectMany(file => InText($"{folder}/{file}", File.ReadAllText(Repository.PathOf(folder, file))));

    /// <summary>The sentences of one file's comments; comments on lines that follow one another are one paragraph.</summary>
    public static IEnumerable<Sentence> InText(string file, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, s_options, file);
        var paragraph = new List<string>();
        var (first, last) = (0, -1);
        foreach (var trivia in tree.GetRoot().DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)))
        {
            var line = tree.GetLineSpan(trivia.Span).StartLinePosition.Line + 1;
            if (line != last + 1)
            {
                foreach (var sentence in Cut())
                {
                    yield return sentence;
                }

                paragraph.Clear();
                first = line;
            }

            paragraph.Add(trivia.ToString().TrimStart('/').Trim());
            last = line;
        }

        foreach (var sentence in Cut())
        {
            yield return sentence;
        }

        IEnumerable<Sentence> Cut() => Paragraph.Sentences(string.Join(' ', paragraph)).Select(sentence => new Sentence(file, first, sentence));
    }
}
