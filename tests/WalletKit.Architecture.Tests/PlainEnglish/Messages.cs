using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>
/// The texts in the C# files: the messages of exceptions, refusals, findings and logs, and all other string literals, because a message may be put together
/// anywhere. SQL breaks none of the rules of style.
/// </summary>
internal static partial class Messages
{
    // A value that a message shows stands for a noun, and so does a name in quotes.
    private const string Shown = "Value";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview, DocumentationMode.None);

    public static IEnumerable<Sentence> In(string folder) =>
        Repository.SourcesIn(folder).SelectMany(file => InText($"{folder}/{file}", File.ReadAllText(Repository.PathOf(folder, file))));

    public static IEnumerable<Sentence> InText(string file, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, s_options, file);
        foreach (var node in tree.GetRoot().DescendantNodes().Where(IsWhole))
        {
            var line = tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
            foreach (var sentence in Paragraph.Sentences(Quoted().Replace(TextOf(node), Shown)))
            {
                yield return new Sentence(file, line, sentence);
            }
        }
    }

    // The parts of a sum are one text.
    private static bool IsWhole(SyntaxNode node) => IsText(node) && !(node.Parent is { } parent && IsText(parent));

    private static bool IsText(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
        InterpolatedStringExpressionSyntax => true,
        BinaryExpressionSyntax sum => sum.IsKind(SyntaxKind.AddExpression) && (IsText(sum.Left) || IsText(sum.Right)),
        _ => false,
    };

    private static string TextOf(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression) ? literal.Token.ValueText : Shown,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(part => part is InterpolatedStringTextSyntax plain ? plain.TextToken.ValueText : Shown)),
        BinaryExpressionSyntax sum => TextOf(sum.Left) + TextOf(sum.Right),
        _ => Shown,
    };

    [GeneratedRegex(@"'\w+'")]
    private static partial Regex Quoted();
}
