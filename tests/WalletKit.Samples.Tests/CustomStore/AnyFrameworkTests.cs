using WalletKit.Testing.Conformance;

namespace WalletKit.Samples.Tests.CustomStore;

public sealed class AnyFrameworkTests
{
    [Fact]
    public async Task The_suite_runs_without_a_test_framework()
    {
        const string Part = "Opening";
        var cancellationToken = TestContext.Current.CancellationToken;

        // [example: checks]
        foreach (var check in WalletStoreConformance.Checks.Where(check => check.Part == Part))
        {
            // Throws where the promise is broken.
            await check.RunAsync(() => new TemporaryJournal(), Console.WriteLine, cancellationToken);
        }
        // [end]

        Assert.Contains(WalletStoreConformance.Checks, check => check.Part == Part);
    }
}
