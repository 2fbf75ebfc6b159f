using WalletKit.Rebates;

namespace WalletKit.Tests.Rebates;

/// <summary>A pass over a store that is damaged comes to an end.</summary>
public sealed class EverDueTests
{
    [Fact]
    public async Task A_pass_ends_though_a_rebate_that_is_settled_is_due_for_ever()
    {
        await using var host = new TestWallets(TestWallets.InMemory, wrap: sound => new EverDueStore(sound));
        var store = (EverDueStore)host.Store.Inner;
        var damaged = await host.OpenWithAsync(100m);
        Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token).Guarded()).Paid);
        var claims = store.Claims;

        // The next passes end as well, and pay the other due rebates.
        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await host.Rebates.ProcessPendingAsync(Token).Guarded());
        await host.Wallets.DepositAsync(damaged.Id, 100m, cancellationToken: Token);
        Assert.Equal(new RebatePass { Paid = 1, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await host.Rebates.ProcessPendingAsync(Token).Guarded());

        Assert.Equal(202m, (await host.Wallets.GetBalanceAsync(damaged.Id, Token)).Balance);
        Assert.InRange(claims, 2, 10);
        Assert.InRange(store.Claims - claims, 2, 10);
    }
}
