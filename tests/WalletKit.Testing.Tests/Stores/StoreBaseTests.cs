using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using WalletKit.AspNetCore;
using WalletKit.Auditing;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>The bases from which stores derive, and the features that a store declares.</summary>
public sealed class StoreBaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(typeof(IWalletStore), typeof(WalletStore))]
    [InlineData(typeof(IRebateStore), typeof(RebateStore))]
    [InlineData(typeof(IBookStore), typeof(BookStore))]
    public void Each_member_of_a_contract_is_a_public_member_of_its_base_that_a_store_can_override(Type contract, Type contractBase)
    {
        foreach (var each in (Type[])[contract, .. contract.GetInterfaces()])
        {
            var map = contractBase.GetInterfaceMap(each);
            Assert.NotEmpty(map.InterfaceMethods);
            Assert.All(map.TargetMethods, method => Assert.True(method is { IsPublic: true, IsVirtual: true, IsFinal: false } && method.DeclaringType == contractBase, $"{method.DeclaringType}.{method.Name}"));
        }
    }

    [Theory]
    [InlineData(typeof(ForwardingWalletStore))]
    [InlineData(typeof(ForwardingRebateStore))]
    [InlineData(typeof(ForwardingBookStore))]
    public void A_forwarding_store_forwards_the_members_that_have_a_default_too(Type forwarding)
    {
        var inherited = forwarding.GetMethods(BindingFlags.Instance | BindingFlags.Public).Where(method => method.IsVirtual && method.DeclaringType == forwarding.BaseType);

        Assert.Empty(inherited);
    }

    [Fact]
    public async Task A_feature_that_a_store_does_not_declare_is_refused_by_name()
    {
        await using var store = Plain();

        Assert.Equal(StoreFeatures.None, store.Features);
        Assert.Equal("PlainStore keeps no rebates: it does not declare StoreFeatures.Rebates.", Assert.Throws<NotSupportedException>(() => store.Rebates).Message);
        Assert.Equal("PlainStore shows no books: it does not declare StoreFeatures.Books.", Assert.Throws<NotSupportedException>(() => store.Books).Message);
        var refused = await Assert.ThrowsAsync<NotSupportedException>(async () => await store.DeleteKeysAsync(TimeSpan.FromDays(1), null, 1, Token));
        Assert.Equal("PlainStore keeps idempotency keys for ever: it does not declare StoreFeatures.KeyRetention.", refused.Message);
    }

    [Fact]
    public async Task A_feature_that_a_store_declares_and_lacks_is_refused_by_name()
    {
        await using var store = new BoastfulStore(new InMemoryWalletStore(TimeProvider.System));

        Assert.Equal(
            "BoastfulStore declares StoreFeatures.Rebates and does not override WalletStore.Rebates.", Assert.Throws<NotSupportedException>(() => store.Rebates).Message);
    }

    [Fact]
    public async Task Members_with_a_default_find_nothing_and_honor_the_token()
    {
        await using var store = Plain();
        await using var sound = new InMemoryWalletStore(TimeProvider.System);
        var (rebates, books) = (new PlainRebates(sound.Rebates), new PlainBooks(sound.Books));

        Assert.Equal(new ClockReport(), await store.CheckClockAsync(Token));
        Assert.Empty(await books.CheckAsync(10, Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await books.CheckAsync(10, new CancellationToken(true)));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = rebates.WaitForEarnedAsync(source.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_host_works_on_a_store_without_features_and_its_audit_is_refused_by_name()
    {
        await using var services = Services(wallets => wallets.UseStore(_ => Plain())).BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Token);
        }

        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        await wallets.DepositAsync(wallet.Id, 10m, cancellationToken: Token);
        await wallets.PlaceHoldAsync(wallet.Id, 4m, cancellationToken: Token);

        Assert.Equal(6m, (await wallets.GetBalanceAsync(wallet.Id, Token)).Available);
        Assert.Equal(HealthStatus.Healthy, (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Status);
        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => services.GetRequiredService<IWalletAudit>().AuditAsync(cancellationToken: Token));
        Assert.Contains("PlainStore shows no books", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<NotSupportedException>(() => services.GetRequiredService<IRebateService>().CountAsync(RebateStatus.Pending, Token));
        Assert.Contains("PlainStore keeps no rebates", refused.Message, StringComparison.Ordinal);
        foreach (var hosted in services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(Token);
        }
    }

    [Fact]
    public async Task A_host_that_turns_rebates_on_does_not_start_on_a_store_that_keeps_none()
    {
        await using var services = Services(wallets => wallets.UseStore(_ => Plain()).AddRebates()).BuildServiceProvider();

        foreach (var ask in (Func<object>[])[() => services.GetServices<IHostedService>().ToList(), services.GetRequiredService<IWalletService>])
        {
            Assert.Equal("Rebates were turned on, and PlainStore keeps none: it does not declare StoreFeatures.Rebates.", Assert.Throws<NotSupportedException>(ask).Message);
        }
    }

    [Fact]
    public async Task A_host_with_a_retention_of_keys_does_not_start_on_a_store_that_keeps_them_for_ever()
    {
        await using var services = Services(wallets => wallets.UseStore(_ => Plain()))
            .Configure<WalletKitOptions>(options => options.KeyRetention = TimeSpan.FromDays(30))
            .BuildServiceProvider();
        var sweeper = services.GetServices<IHostedService>().Single(service => service.GetType().Name == "KeySweeper");

        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => sweeper.StartAsync(Token));

        Assert.Equal(
            "WalletKitOptions.KeyRetention is set, and PlainStore keeps idempotency keys for ever: it does not declare StoreFeatures.KeyRetention.", refused.Message);
    }

    private static PlainStore Plain() => new(new InMemoryWalletStore(TimeProvider.System));

    private static IServiceCollection Services(Action<WalletKitBuilder> choose)
    {
        var services = new ServiceCollection().AddLogging().AddWalletKit(choose);
        services.AddHealthChecks().AddWalletKit();
        return services;
    }

    private sealed class BoastfulStore(IWalletStore work) : PlainStore(work)
    {
        public override StoreFeatures Features => StoreFeatures.Rebates;
    }

    private sealed class PlainRebates(IRebateStore work) : RebateStore
    {
        public override ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
            Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
            work.ClaimAsync(stamp, policies, until, limit, cancellationToken);

        public override ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) => work.ReleaseAsync(stamp, cancellationToken);

        public override ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) => work.FindAsync(deposit, cancellationToken);

        public override ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) =>
            work.ListAsync(status, after, limit, cancellationToken);

        public override ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) => work.FindOldestPendingAsync(cancellationToken);

        public override ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default) => work.CountDueAfterAsync(time, limit, cancellationToken);

        public override ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default) => work.ListPendingPoliciesAsync(cancellationToken);

        public override ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) => work.CountAsync(status, cancellationToken);
    }

    private sealed class PlainBooks(IBookStore work) : BookStore
    {
        public override ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
            work.ListWalletIdsAsync(after, limit, cancellationToken);

        public override ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default) =>
            work.ReadStateAsync(walletId, visitHold, cancellationToken);

        public override ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default) => work.FindSecretsAsync(walletId, cancellationToken);

        public override IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) => work.StreamEntriesAsync(walletId, cancellationToken);

        public override IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default) => work.StreamJournalAsync(walletId, cancellationToken);

        public override IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default) => work.StreamKeysAsync(walletId, cancellationToken);
    }
}
