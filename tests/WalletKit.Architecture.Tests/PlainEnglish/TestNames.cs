using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>The names of tests, which are sentences.</summary>
internal static partial class TestNames
{
    private static readonly string[] s_attributes = ["Fact", "Theory", "Check", "Cases"];

    public static IEnumerable<Sentence> In(string folder) =>
        Repository.SourcesIn(folder).SelectMany(file => InText($"{folder}/{file}", File.ReadAllText(Repository.PathOf(folder, file))));

    public static IEnumerable<Sentence> InText(string file, string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Preview));
        return tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => s_attributes.Contains(attribute.Name.ToString())))
            .Select(method => new Sentence(file, method.Identifier.GetLocation().GetLineSpan().StartLinePosition.Line + 1, method.Identifier.Text.Replace('_', ' ')));
    }

    /// <summary>Says which rule a name breaks; null where it breaks none. A name is held to more than a comment, because it has no sentence before it.</summary>
    public static string? Fault(string name) =>
        Style.Fault(name)
        ?? (Pronoun().IsMatch(name) ? "begins with a word that stands for another"
        : Who().IsMatch(name) ? "says 'who' of a program"
        : null);

    [GeneratedRegex(@"^(It|They|That|This|These|He|She|Somebody|Nobody|Anybody|Everybody|Whichever|Wherever)\b")]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"\b(who|whom|whoever)\b")]
    private static partial Regex Who();
}
