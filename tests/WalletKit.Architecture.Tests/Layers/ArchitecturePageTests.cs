using System.Text.RegularExpressions;

namespace WalletKit.Architecture.Tests.Layers;

/// <summary>docs/architecture.md names files that exist, and the actual layers.</summary>
public partial class ArchitecturePageTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "architecture.md"));

    [Fact]
    public void Each_file_that_the_page_names_is_there()
    {
        var files = SourceFile().Matches(s_page).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.Exists(Repository.PathOf("src", "WalletKit", file)), file));
    }

    [Fact]
    public void The_page_lists_each_layer_and_no_other()
    {
        var rows = s_page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]);
        var folders = rows.SelectMany(cell => Code().Matches(cell).Select(match => match.Groups[1].Value));

        Assert.Equal(Layering.Folders.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"`([A-Z][\w/.]*/[\w.]+\.cs)`")]
    private static partial Regex SourceFile();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
