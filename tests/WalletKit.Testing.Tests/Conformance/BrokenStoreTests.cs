using WalletKit.AspNetCore.Access;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Conformance;
using Xunit.Sdk;

namespace WalletKit.Testing.Tests.Conformance;

/// <summary>The suite finds the fault of a store, by the check that names the promise.</summary>
public sealed class BrokenStoreTests
{
    public static TheoryData<string> Broken => [.. BrokenStores.All.Keys];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_store_is_found_that(string does)
    {
        var (part, promise, create) = BrokenStores.All[does];

        await AssertFoundAsync(part, promise, () => new Subject(false, create));
    }

    [Fact]
    public Task A_store_is_found_that_claims_to_be_durable_and_is_not() => AssertFoundAsync(
        "Durability", "Wallets and history are after a restart what they were before", () => new Subject(true, time => new InMemoryWalletStore(time)));

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task The_same_check_has_nothing_against_a_sound_store_beside_the_one_that(string does)
    {
        var (part, promise, _) = BrokenStores.All[does];

        await Check(part, promise).RunAsync(() => new Subject(false, time => new InMemoryWalletStore(time)), cancellationToken: Token);
    }

    private static async Task AssertFoundAsync(string part, string promise, Func<WalletStoreSubject> create)
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => Check(part, promise).RunAsync(create, cancellationToken: Token));
        WriteLine(failure.Message);
    }

    private static ConformanceCheck Check(string part, string promise) =>
        Assert.Single(WalletStoreConformance.Checks, check => (check.Part, check.Promise) == (part, promise));

    private sealed class Subject(bool isDurable, Func<TimeProvider, IWalletStore> create) : WalletStoreSubject
    {
        public override bool IsDurable => isDurable;

        public override IWalletStore CreateStore(TimeProvider timeProvider) => create(timeProvider);
    }
}
