using Microsoft.CodeAnalysis.CSharp;

namespace WalletKit.Architecture.Tests.Layers;

[Slow]
public class LayeringTests
{
    [Fact]
    public void No_folder_of_the_core_uses_one_above_it()
    {
        var sources = ProjectSources.Compile("src/WalletKit");
        Assert.Empty(sources.UnknownNames());
        var uses = sources.Uses().ToList();

        // The test would pass if the sources were not found.
        Assert.True(uses.Count > 1_000, $"Only {uses.Count} uses were found.");
        AssertLayered(uses);
    }

    [Fact]
    public void Each_file_of_the_core_is_in_a_layer()
    {
        var strays = Repository.SourcesIn("src/WalletKit").Where(file => Layering.FolderOf(file).Length == 0);
        Assert.Empty(strays);
    }

    [Fact]
    public void Each_layer_has_files()
    {
        var used = Repository.SourcesIn("src/WalletKit").Select(Layering.FolderOf).ToHashSet();
        Assert.DoesNotContain(Layering.Folders, folder => !used.Contains(folder));
    }

    [Fact]
    public void A_use_of_a_higher_layer_is_found()
    {
        var sources = ProjectSources.Compile(
            "Made-up",
            [
                CSharpSyntaxTree.ParseText("namespace A; public class Balance { public B.Store? Kept; }", path: "Model/Balance.cs", cancellationToken: Token),
                CSharpSyntaxTree.ParseText("namespace B; public class Store { }", path: "Storage/Store.cs", cancellationToken: Token),
            ]);
        Assert.Contains(sources.Uses(), use => !Layering.MayUse(Layering.FolderOf(use.File), Layering.FolderOf(use.Declaration)));
    }

    private static void AssertLayered(IEnumerable<Use> uses)
    {
        var faults = uses
            .Where(use => !Layering.MayUse(Layering.FolderOf(use.File), Layering.FolderOf(use.Declaration)))
            .Select(use => $"{use.File}:{use.Line} names {use.Name}, which {use.Declaration} declares")
            .Distinct()
            .ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} uses:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }
}
