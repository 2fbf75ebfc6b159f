using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WalletKit.Rules;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>A public member of a package, and the first sentence of its documentation.</summary>
/// <param name="Place">Its file and line.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsAct">Whether it is a method, a constructor or a property, whose first sentence begins with a verb.</param>
/// <param name="FirstSentence">The first sentence of its summary; null where the documentation is inherited or missing.</param>
internal sealed record PublicMember(string Place, string Name, bool IsAct, string? FirstSentence)
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview, DocumentationMode.Parse);

    public static IEnumerable<PublicMember> In(string folder) =>
        Repository.SourcesIn(folder).SelectMany(file => InText($"{folder}/{file}", File.ReadAllText(Repository.PathOf(folder, file))));

    public static IEnumerable<PublicMember> InText(string file, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, s_options, file);
        foreach (var member in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsPublic))
        {
            var line = tree.GetLineSpan(member.Span).StartLinePosition.Line + 1;
            yield return new PublicMember(
                $"{file}:{line}",
                NameOf(member),
                member is MethodDeclarationSyntax or PropertyDeclarationSyntax or ConstructorDeclarationSyntax or IndexerDeclarationSyntax or OperatorDeclarationSyntax,
                FirstSentenceOf(member));
        }
    }

    private static bool IsPublic(MemberDeclarationSyntax member) =>
        IsPublicItself(member) && member.Ancestors().OfType<BaseTypeDeclarationSyntax>().All(IsPublicItself);

    private static bool IsPublicItself(MemberDeclarationSyntax member) =>
        member is EnumMemberDeclarationSyntax
        || member.Parent is InterfaceDeclarationSyntax
        || member.Modifiers.Any(SyntaxKind.PublicKeyword)
        || (member.Modifiers.Any(SyntaxKind.ProtectedKeyword) && !member.Modifiers.Any(SyntaxKind.PrivateKeyword) && !member.Modifiers.Any(SyntaxKind.OverrideKeyword));

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        EnumMemberDeclarationSyntax value => value.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => member.Kind().ToString(),
    };

    private static string? FirstSentenceOf(MemberDeclarationSyntax member)
    {
        var comment = string.Concat(member.GetLeadingTrivia()
            .Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .Select(trivia => trivia.ToFullString().Replace("///", "")));
        var start = comment.IndexOf("<summary>", StringComparison.Ordinal);
        var end = comment.IndexOf("</summary>", StringComparison.Ordinal);
        if (start < 0 || end < 0)
        {
            return null;
        }

        var summary = XElement.Parse(comment[start..(end + "</summary>".Length)]);
        var words = string.Concat(summary.Nodes().Select(TextOf)).Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var last = Array.FindIndex(words, word => word.EndsWith('.') || word.EndsWith(".)", StringComparison.Ordinal));
        return string.Join(' ', words[..(last < 0 ? words.Length : last + 1)]);
    }

    private static string TextOf(XNode node) => node switch
    {
        XElement element when element.IsEmpty => (element.Attribute("cref") ?? element.Attribute("name") ?? element.Attribute("langword"))?.Value ?? " ",
        XElement element => string.Concat(element.Nodes().Select(TextOf)),
        XText text => text.Value,
        _ => "",
    };
}
