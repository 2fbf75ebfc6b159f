using WalletKit.Testing.Conformance;

namespace WalletKit.Testing;

/// <summary>Checks all promises of WalletKit's stores on a store, one test for each promise.</summary>
/// <remarks>
/// Derive a class that makes the store. Each test has the promise as its name, and the trait <c>Part</c> for selection. A promise that the kind of store does
/// not make is skipped.
/// </remarks>
public abstract class WalletStoreTests
{
    private static readonly Dictionary<(string Part, string Promise), ConformanceCheck> s_checks =
        WalletStoreConformance.Checks.ToDictionary(check => (check.Part, check.Promise));

    /// <summary>Gets the checks by part and promise, as texts that test runners can serialize.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Checks =>
        WalletStoreConformance.Checks.Select(check => new TheoryDataRow<string, string>(check.Part, check.Promise) { Label = check.ToString() }.WithTrait("Part", check.Part));

    /// <summary>Runs one check on a store of its own.</summary>
    /// <param name="part">The part of the suite.</param>
    /// <param name="promise">The promise.</param>
    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Conforms(string part, string promise)
    {
        var check = s_checks[(part, promise)];
        var subject = CreateSubject();
        if ((subject.SkipReason ?? check.FindExemption(subject)) is { } reason)
        {
            await subject.DisposeAsync().ConfigureAwait(false);
            Assert.Skip(reason);
        }

        WalletStoreSubject? first = subject;
        await check.RunAsync(() => Interlocked.Exchange(ref first, null) ?? CreateSubject(), message => TestContext.Current.TestOutputHelper?.WriteLine(message), TestContext.Current.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a subject: a new, empty place each time.</summary>
    /// <remarks>It is called once for each test, and more often where a test needs several stores.</remarks>
    protected abstract WalletStoreSubject CreateSubject();
}
