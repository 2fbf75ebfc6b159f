using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WalletKit.Architecture.Tests.Speed;

/// <summary>A type at the top level of a file of the tests, with the types inside it. A partial type is one for each of its files.</summary>
/// <param name="Project">The project.</param>
/// <param name="Name">The name.</param>
/// <param name="Used">All names in it, which may be names of types.</param>
/// <param name="HasTests">Whether it has tests of its own, or takes them from a base class.</param>
/// <param name="IsSlow">Whether it has the attribute.</param>
/// <param name="StartsProcess">Whether it starts a process itself.</param>
internal sealed record TestType(string Project, string Name, HashSet<string> Used, bool HasTests, bool IsSlow, bool StartsProcess)
{
    /// <summary>Finds the types in a project.</summary>
    public static IEnumerable<TestType> In(string project) =>
        Repository.SourcesIn($"tests/{project}").SelectMany(file => InText(project, File.ReadAllText(Repository.PathOf("tests", project, file))));

    public static IEnumerable<TestType> InText(string project, string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<TypeDeclarationSyntax>()
        .Select(type => Of(project, type));

    private static TestType Of(string project, TypeDeclarationSyntax type)
    {
        var isOpen = !type.Modifiers.Any(SyntaxKind.AbstractKeyword);
        return new TestType(
            project,
            type.Identifier.Text,
            [.. type.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.Text)],
            isOpen && (type.Identifier.Text.EndsWith("Tests", StringComparison.Ordinal) || type.DescendantNodes().OfType<AttributeSyntax>().Any(attribute => attribute.Name.ToString() is "Fact" or "Theory")),
            type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == "Slow"),
            type.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access => access.ToString() == "Process.Start"));
    }
}
