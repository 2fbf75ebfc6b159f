using WalletKit.Testing.Conformance;

namespace WalletKit.Testing;

/// <summary>
/// Holds a store to all that WalletKit's stores promise: derive a class, say how a store is made, and each promise is a test with a name and
/// the trait <c>Part</c> to choose by. What a store of that kind does not promise is skipped.
/// </summary>
public abstract class WalletStoreTests
{
    private static readonly Dictionary<(string Part, string Promise), ConformanceCheck> s_checks =
        WalletStoreConformance.Checks.ToDictionary(check => (check.Part, check.Promise));

    /// <summary>Gets the checks by part and promise, which survive the way to a runner's window and back.</summary>
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
        if ((subject.SkipReason ?? (check.AppliesTo(subject) ? null : "Only stores whose content outlives them promise this.")) is { } reason)
        {
            await subject.DisposeAsync().ConfigureAwait(false);
            Assert.Skip(reason);
        }

        WalletStoreSubject? first = subject;
        await check.RunAsync(() => Interlocked.Exchange(ref first, null) ?? CreateSubject(), message => TestContext.Current.TestOutputHelper?.WriteLine(message), TestContext.Current.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes what is tested, once for each test and more often where one needs several: a place of its own each time, which is empty.</summary>
    protected abstract WalletStoreSubject CreateSubject();
}
