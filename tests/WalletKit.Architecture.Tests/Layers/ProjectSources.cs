using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WalletKit.Rules;

namespace WalletKit.Architecture.Tests.Layers;

/// <summary>The sources of one project, compiled in memory, so that each name in them is known by its declaration.</summary>
internal sealed class ProjectSources
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation _compilation;

    private ProjectSources(CSharpCompilation compilation) => _compilation = compilation;

    /// <summary>Compiles the C# files of a project.</summary>
    /// <param name="folder">The project's folder, relative to the root of the repository.</param>
    public static ProjectSources Compile(string folder)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        var trees = Repository.SourcesIn(folder)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.PathOf(folder, file)), options, file))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options));
        return Compile(Path.GetFileName(folder), trees);
    }

    /// <summary>Compiles sources that a test gives.</summary>
    public static ProjectSources Compile(string assembly, IEnumerable<SyntaxTree> trees)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("WalletKit", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        return new ProjectSources(CSharpCompilation.Create(assembly, trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)));
    }

    /// <summary>Names that the compilation does not know; a use by such a name would be missed.</summary>
    public IEnumerable<string> UnknownNames() => _compilation.GetDiagnostics()
        .Where(diagnostic => diagnostic.Id is "CS0246" or "CS0103" or "CS0234" or "CS0117" or "CS1061")
        .Select(diagnostic => diagnostic.ToString());

    /// <summary>Lists each place where a file names something that another file declares.</summary>
    public IEnumerable<Use> Uses() => _compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0).SelectMany(UsesIn);

    private IEnumerable<Use> UsesIn(SyntaxTree tree)
    {
        var model = _compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            if (type is null || symbol is INamespaceSymbol)
            {
                continue;
            }

            var line = tree.GetLineSpan(name.Span).StartLinePosition.Line + 1;
            foreach (var declaration in type.OriginalDefinition.DeclaringSyntaxReferences)
            {
                yield return new Use(tree.FilePath, line, name.Identifier.Text, declaration.SyntaxTree.FilePath);
            }
        }
    }
}

/// <summary>A file names something that another file declares.</summary>
/// <param name="File">The file that names it, relative to the project.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Name">The name.</param>
/// <param name="Declaration">The file that declares its type, relative to the project.</param>
internal readonly record struct Use(string File, int Line, string Name, string Declaration);
