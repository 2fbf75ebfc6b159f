using System.Text.RegularExpressions;

namespace WalletKit.Samples.Tests.Operations;

public sealed partial class OperationsPageTests
{
    private static readonly string Project = Path.Combine(Repository.Root, "tests", "WalletKit.Samples.Tests", "Operations");

    [Fact]
    public void Each_example_of_the_operations_page_is_code_that_these_tests_run_and_the_other_way_round()
    {
        var shown = Shown();
        var run = Run();

        Assert.Equal(run.Keys.Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(run, example => Assert.Equal(example.Value, shown[example.Key]));
    }

    [Fact]
    public void Each_block_of_csharp_on_the_operations_page_has_a_name()
    {
        Assert.Equal(Shown().Count, Regex.Count(Page(), "^```(csharp|cs|c#)", RegexOptions.Multiline));
    }

    private static string Page() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")).ReplaceLineEndings("\n");

    private static Dictionary<string, string> Shown() => Block().Matches(Page()).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["code"].Value);

    private static Dictionary<string, string> Run() => Directory.EnumerateFiles(Project, "*.cs")
        .SelectMany(file => Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
        .ToDictionary(match => match.Groups["name"].Value, match => Dedented(match.Groups["code"].Value, match.Groups["indent"].Value));

    private static string Dedented(string code, string indent) => Regex.Replace(code, $"^{indent}", "", RegexOptions.Multiline);

    [GeneratedRegex(@"<!-- example: (?<name>[a-z-]+) -->\n```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?<indent> *)// \[example: (?<name>[a-z-]+)\]\n(?<code>.*?)^ *// \[end\]$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
