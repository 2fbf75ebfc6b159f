using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WalletKit.Architecture.Tests.Layers;

public class NamespaceTests
{
    // .NET hosts look in this namespace for methods that add services.
    private const string Registration = "Microsoft.Extensions.DependencyInjection";

    [Theory]
    [InlineData("src/WalletKit", "WalletKit")]
    [InlineData("src/WalletKit.PostgreSql", "WalletKit.PostgreSql")]
    [InlineData("src/WalletKit.EntityFrameworkCore", "WalletKit.EntityFrameworkCore")]
    public void Internal_types_are_in_the_namespace_of_their_folder_and_public_ones_where_hosts_look(string project, string root)
    {
        var faults = new List<string>();
        foreach (var file in Repository.SourcesIn(project))
        {
            var syntax = CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.PathOf(project, file)), new CSharpParseOptions(LanguageVersion.Preview), cancellationToken: Token).GetRoot(Token);
            var types = syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => type.Parent is BaseNamespaceDeclarationSyntax).ToList();
            var actual = syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";
            var folder = Path.GetDirectoryName(file)!.Replace('/', '.');
            var own = folder.Length == 0 ? root : $"{root}.{folder}";
            var isPublic = types.Any(type => type.Modifiers.Any(SyntaxKind.PublicKeyword));
            var isRight = actual is Registration or "WalletKit" or "WalletKit.Stores" || (!isPublic && actual == own);
            if (types.Count > 0 && !isRight)
            {
                faults.Add($"{project}/{file}: {actual}");
            }
        }

        Assert.Empty(faults);
    }
}
