namespace WalletKit.Architecture.Tests.Speed;

/// <summary>Test classes that start a process or a server, themselves or through another type, are marked as slow.</summary>
public class SlowTests
{
    private const string Attribute = "WalletKit.TestSupport.SlowAttribute";

    // The types of these projects are used by all others.
    private static readonly string[] s_shared = ["WalletKit.TestSupport", "WalletKit.TestHost", "WalletKit.PostgreSql.Server"];

    [Fact]
    public void Every_test_class_that_starts_a_process_or_a_server_is_slow()
    {
        var shared = s_shared.SelectMany(TestType.In).ToList();
        var projects = Directory.GetDirectories(Repository.PathOf("tests"), "*.Tests").Select(Path.GetFileName).OfType<string>();

        var starting = projects.SelectMany(project => Starting([.. shared, .. TestType.In(project)]).Where(type => type.HasTests && type.Project == project)).ToList();
        var unmarked = starting.GroupBy(type => (type.Project, type.Name)).Where(parts => !parts.Any(part => part.IsSlow) && !IsSlow(parts.Key.Project)).Select(parts => $"{parts.Key}").ToList();

        Assert.Contains(starting, type => type.Name == "KilledProcessTests");
        Assert.True(unmarked.Count == 0, $"Without [Slow]:{Environment.NewLine}{string.Join(Environment.NewLine, unmarked)}");
    }

    [Fact]
    public void A_process_that_is_started_through_other_types_is_found()
    {
        const string Text = """
            class Program { void Run() => Process.Start("x"); }
            class Base { Program p; }
            class OneTests : Base { }
            class OtherTests { [Fact] public void A() { } }
            """;

        var starting = Starting([.. TestType.InText("A.Tests", Text)]).Where(type => type.HasTests);

        Assert.Equal("OneTests", Assert.Single(starting).Name);
    }

    private static bool IsSlow(string project) =>
        File.ReadAllText(Repository.PathOf("tests", project, $"{project}.csproj")).Contains($"<AssemblyAttribute Include=\"{Attribute}\"", StringComparison.Ordinal);

    // Adds the types that use a starting type, until there are no more of them.
    private static IEnumerable<TestType> Starting(List<TestType> types)
    {
        var names = types.Where(type => type.StartsProcess).Select(type => type.Name).ToHashSet();
        int before;
        do
        {
            before = names.Count;
            names.UnionWith(types.Where(type => type.Used.Overlaps(names)).Select(type => type.Name).ToList());
        }
        while (names.Count > before);

        return types.Where(type => names.Contains(type.Name));
    }
}
