using System.Transactions;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Rebates;
using WalletKit.Service.Holds;
using WalletKit.Tests.Sections;

namespace WalletKit.Tests.Hosts;

/// <summary>Calls inside a <see cref="TransactionScope"/> of the host, which is never completed here.</summary>
public sealed class AmbientTransactionTests
{
    public static TheoryData<string> Stores => [TestWallets.InMemory, TestWallets.Sqlite];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_call_that_changes_wallets_is_refused_by_name_and_changes_nothing(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var other = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        var hold = (await host.Wallets.PlaceHoldAsync(wallet.Id, 1m, new() { ExpiresIn = TimeSpan.FromHours(1) }, Token)).Hold;
        wallet = await host.Wallets.GetWalletAsync(wallet.Id, Token);

        using (Scope())
        {
            foreach (var (name, call) in SectionTests.Changing(host.Wallets, wallet.Id, other.Id))
            {
                var refusal = await Assert.ThrowsAsync<AmbientTransactionException>(call);
                Assert.Equal((name, "ambient_transaction", RefusalKind.Misuse), (name, refusal.Code, refusal.Kind));
            }

            await Assert.ThrowsAsync<AmbientTransactionException>(() => host.Rebates.ProcessPendingAsync(Token));
            await Assert.ThrowsAsync<AmbientTransactionException>(() => host.Rebates.RequeueAsync(new(wallet.Id, 2), Token));
        }

        Assert.Equal((wallet, other), (await host.Wallets.GetWalletAsync(wallet.Id, Token), await host.Wallets.GetWalletAsync(other.Id, Token)));
        Assert.Equal(HoldStatus.Open, (await host.Wallets.GetHoldAsync(hold.Id, Token)).Status);
        Assert.Equal(101m, (await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token)).Balance);
    }

    [Fact]
    public void The_refusal_names_both_ways_to_one_commit_and_the_setting()
    {
        var message = new AmbientTransactionException().Message;

        Assert.All(["BatchOptions.Participant", "WalletKitOptions.IgnoreAmbientTransaction"], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Reading_is_allowed(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var hold = (await host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token)).Hold;

        using (Scope())
        {
            foreach (var call in SectionTests.Reading(host.Wallets, wallet.Id, hold.Id).Values)
            {
                await call();
            }
        }
    }

    // Such a scope stands on its thread alone, and no later part of an asynchronous call sees it.
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_scope_that_does_not_flow_is_seen_by_the_call_that_begins_in_it(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        Task[] calls;
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Suppress))
        {
            calls =
            [
                host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token),
                host.Wallets.ExecuteAsync([new Deposit(wallet.Id, 1m)], cancellationToken: Token),
                host.Wallets.ExecuteLockedAsync([wallet.Id], Unreachable, cancellationToken: Token),
                host.Wallets.ExecuteOptimisticAsync([wallet.Id], Unreachable, cancellationToken: Token),
                host.Wallets.EraseOwnerAsync("user-1", cancellationToken: Token),
            ];
        }

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<AmbientTransactionException>(() => call);
        }
    }

    [Fact]
    public async Task A_scope_that_is_completed_and_still_open_is_a_scope()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithAsync(100m);
        using var scope = Scope();
        scope.Complete();

        await Assert.ThrowsAsync<AmbientTransactionException>(() => host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token));
    }

    [Fact]
    public async Task A_call_passes_where_the_scope_is_suppressed()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithAsync(100m);
        using var scope = Scope();
        using var apart = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);

        Assert.Equal(101m, (await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token)).Balance);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Where_scopes_are_ignored_every_change_stands_as_without_one(string store)
    {
        await using var host = new TestWallets(store, wallets => wallets.Services.Configure<WalletKitOptions>(options => options.IgnoreAmbientTransaction = true));
        WalletId id;
        using (Scope())
        {
            id = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet.Id;
            var other = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet.Id;
            await host.Wallets.DepositAsync(id, 100m, new() { IdempotencyKey = "key" }, Token);
            Assert.True((await host.Wallets.DepositAsync(id, 100m, new() { IdempotencyKey = "key" }, Token)).Replayed);
            await host.Wallets.TransferAsync(id, other, 10m, cancellationToken: Token);
            await host.Wallets.ExecuteAsync([new Withdraw(id, 5m), new Withdraw(other, 5m)], cancellationToken: Token);
            await host.Wallets.ExecuteLockedAsync([id], (section, _) => Withdraw(section, id, 3m), cancellationToken: Token);
            await host.Wallets.ExecuteOptimisticAsync([id], (section, _) => Withdraw(section, id, 2m), cancellationToken: Token);
            await host.Wallets.ImportAsync(new[] { new Withdraw(id, 1m) }.ToAsyncEnumerable(), cancellationToken: Token).CountAsync(Token);
            Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
            await Assert.ThrowsAsync<InsufficientFundsException>(() => host.Wallets.WithdrawAsync(id, 1_000m, cancellationToken: Token));
        }

        Assert.Equal(80m, (await host.Wallets.GetBalanceAsync(id, Token)).Balance);
    }

    // The context of the code that starts a host flows into its services.
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Work_of_the_background_goes_on_inside_a_scope(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        await host.Wallets.PlaceHoldAsync(wallet.Id, 1m, new() { ExpiresIn = TimeSpan.FromHours(1) }, Token);
        host.Time.Advance(TimeSpan.FromHours(2));
        using (Scope())
        {
            Assert.Equal(1, (await host.Get<RebateProcessor>().RunAsync(Token, Token)).Paid);
            Assert.Equal(1, await host.Get<HoldSweep>().RunAsync(Token));
        }

        Assert.Equal((101m, 0m), (await host.BalanceAsync(wallet.Id), (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Held));
    }

    private static TransactionScope Scope() => new(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled);

    private static Task Unreachable(WalletSection section, CancellationToken cancellationToken) => throw new InvalidOperationException("The decision was asked for.");

    private static Task Withdraw(WalletSection section, WalletId wallet, decimal amount)
    {
        section.Add(new Withdraw(wallet, amount));
        return Task.CompletedTask;
    }
}
