using System.Text.RegularExpressions;
using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Samples.Tests;

/// <summary>
/// A page of docs/ whose examples are parts of code that is compiled and run. Each example is a part of a file in some directories, marked with its name.
/// </summary>
internal sealed partial class ExamplePage(string page, params string[] directories)
{
    /// <summary>Fails if the page differs from the code, if an example is missing in either, or if a block has no name.</summary>
    public void AssertShowsTheCode()
    {
        var text = File.ReadAllText(Repository.PathOf("docs", page)).ReplaceLineEndings("\n");
        var shown = Block().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["code"].Value);
        var run = directories.SelectMany(directory => Directory.EnumerateFiles(Repository.PathOf(directory), "*.cs"))
            .SelectMany(file => Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
            .ToDictionary(match => match.Groups["name"].Value, match => Dedented(match.Groups["code"].Value, match.Groups["indent"].Value));

        Assert.Equal(run.Keys.Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(run, example => Assert.Equal(example.Value, shown[example.Key]));
        Assert.Equal(shown.Count, Regex.Count(text, "^```(csharp|cs|c#)", RegexOptions.Multiline));
    }

    private static string Dedented(string code, string indent) => Regex.Replace(code, $"^{indent}", "", RegexOptions.Multiline);

    [GeneratedRegex(@"<!-- example: (?<name>[a-z-]+) -->\n```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?<indent> *)// \[example: (?<name>[a-z-]+)\]\n(?<code>.*?)^ *// \[end\]$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
