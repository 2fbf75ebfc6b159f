using System.Text.RegularExpressions;

namespace WalletKit.Samples.Tests;

/// <summary>docs/guarantees.md names the tests that check each promise; each test must exist in the place that the page names.</summary>
public sealed partial class GuaranteesPageTests
{
    [Fact]
    public async Task Every_test_that_the_page_names_is_there()
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "guarantees.md"), Token);
        var (tests, checks) = (await MethodsAsync("tests", Token), await MethodsAsync(Path.Combine("src", "WalletKit.Testing"), Token));

        var named = TestName().Matches(page);

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name.Groups["name"].Value, name.Value.StartsWith('*') ? checks : tests));
    }

    [Fact]
    public async Task Every_promise_has_a_test()
    {
        var lines = await File.ReadAllLinesAsync(Repository.PathOf("docs", "guarantees.md"), Token);
        var promises = lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| promise", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal));

        Assert.NotEmpty(promises);
        Assert.All(promises, promise => Assert.Matches("`(tests/)?[A-Z][^`]*` \\|$|\\* \\|$|`tests/[^`]+` \\|$", promise));
    }

    private static async Task<HashSet<string>> MethodsAsync(string folder, CancellationToken cancellationToken)
    {
        var methods = new HashSet<string>(StringComparer.Ordinal);
        var separator = Path.DirectorySeparatorChar;
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{separator}obj{separator}", StringComparison.Ordinal)))
        {
            methods.UnionWith(Method().Matches(await File.ReadAllTextAsync(file, cancellationToken)).Select(match => match.Groups["name"].Value));
        }

        return methods;
    }

    [GeneratedRegex(@"\*?`(?<name>[A-Z][A-Za-z]*_\w+)`\*?")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>\w+_\w+)\(")]
    private static partial Regex Method();
}
