using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance;

internal abstract partial class StoreChecks
{
    protected static RebateTerms Terms { get; } = new("percentage", "rate=0.01;rounding=ToEven");

    /// <summary>The duration of a claim of <see cref="ClaimAsync"/>.</summary>
    protected static TimeSpan ClaimLength { get; } = TimeSpan.FromSeconds(15);

    protected Task<List<Rebate>> RebatesAsync(RebateStatus status) =>
        ReadAllAsync<Rebate, TransactionId?>(null, (after, limit) => Store.Rebates.ListAsync(status, after, limit, Token), rebate => rebate.Deposit, int.MaxValue);

    protected Task<long> CountAsync(RebateStatus status) => Store.Rebates.CountAsync(status, Token).AsTask();

    protected async Task<Rebate> FindRebateAsync(TransactionId deposit)
    {
        var rebate = await Store.Rebates.FindAsync(deposit, Token);
        Assert.NotNull(rebate);
        return rebate;
    }

    /// <summary>Opens a new wallet, and earns a rebate in it.</summary>
    protected async Task<TransactionId> EarnAsync(decimal amount = 100m, string owner = "owner")
    {
        var wallet = await OpenAsync(owner);
        return (await DoAsync(new Deposit(wallet.Id, amount) { RebateTerms = Terms })).Transaction!.Id;
    }

    protected async Task<(Guid Stamp, IReadOnlyList<ClaimedRebate> Claimed)> ClaimAsync(int limit = 100, params string[] policies)
    {
        var stamp = NewStamp();
        return (stamp, await Store.Rebates.ClaimAsync(stamp, policies is [] ? [Terms.Policy] : policies, Time.GetUtcNow() + ClaimLength, limit, Token));
    }
}
