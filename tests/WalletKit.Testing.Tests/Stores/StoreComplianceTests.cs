using System.Reflection;
using WalletKit.Stores;
using WalletKit.Testing.Conformance;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>Each of WalletKit's own stores runs the whole suite.</summary>
public sealed class StoreComplianceTests
{
    public static TheoryData<Type> Suites => [.. typeof(StoreComplianceTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(WalletStoreTests)) && !type.IsAbstract)];

    [Fact]
    public async Task Every_store_that_we_ship_is_held_to_the_suite()
    {
        var shipped = ProductAssemblies().SelectMany(assembly => assembly.GetExportedTypes()).Where(type => type.IsAssignableTo(typeof(IWalletStore)) && !type.IsAbstract).ToList();
        var held = new HashSet<Type>();
        foreach (var suite in Suites.Select(row => row.Data))
        {
            await using var subject = SubjectOf(suite);
            await using var store = subject.CreateStore(TimeProvider.System);
            held.Add(store.GetType());
        }

        Assert.NotEmpty(shipped);
        Assert.Empty(shipped.Except(held));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Every_suite_runs_every_check(Type suite)
    {
        // A derived test class may hide the list, or the test, that it inherits.
        var rows = (IEnumerable<TheoryDataRow<string, string>>)suite.GetProperty(nameof(WalletStoreTests.Checks), BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy)!.GetValue(null)!;
        var skipped = rows.Where(row => row.Skip is not null || row.Explicit is true);
        await using var subject = SubjectOf(suite);

        Assert.True(suite.IsPublic, "xunit runs public classes alone");
        Assert.Equal(typeof(WalletStoreTests), suite.GetMethod(nameof(WalletStoreTests.Conforms))!.DeclaringType);
        Assert.Equal(WalletStoreConformance.Checks.Select(check => (check.Part, check.Promise)), rows.Select(row => row.Data));
        Assert.Empty(skipped);
        Assert.All(WalletStoreConformance.Checks, check => Assert.True(check.AppliesTo(subject) || suite == typeof(InMemoryWalletStoreTests) || suite == typeof(PlainStoreTests), $"{check} is not run"));
    }

    private static WalletStoreSubject SubjectOf(Type suite) =>
        (WalletStoreSubject)suite.GetMethod("CreateSubject", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(Activator.CreateInstance(suite), null)!;

    /// <summary>All assemblies of src/ but the kit itself. An assembly that this project does not reference cannot be loaded, and fails the test.</summary>
    private static IEnumerable<Assembly> ProductAssemblies()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "WalletKit.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("No WalletKit.sln above the tests.");
        }

        return Directory.GetFiles(Path.Combine(root.FullName, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.StartsWith("WalletKit.Testing", StringComparison.Ordinal))
            .Select(Assembly.Load);
    }
}
