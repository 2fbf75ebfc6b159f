using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

/// <summary>The rebates of a <see cref="JournalWalletStore"/>. A claim is a commit like any other, so it outlives the process that made it.</summary>
internal sealed class JournalRebateStore(JournalWalletStore store) : RebateStore
{
    public override ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
        store.WriteAsync<IReadOnlyList<ClaimedRebate>>(
            ledger =>
            {
                var claimed = ledger.Rebates
                    .Where(rebate => rebate.Status == RebateStatus.Pending && rebate.DueAt <= store.Now && policies.Contains(rebate.Terms.Policy))
                    .OrderBy(rebate => rebate.DueAt)
                    .Take(limit)
                    .Select(rebate => rebate with { Claim = stamp, DueAt = until })
                    .ToList();
                return ([.. claimed.Select(rebate => WithDeposit(ledger, rebate))], ToChanges(claimed));
            },
            cancellationToken);

    public override async ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default) => await store.WriteAsync(
        ledger =>
        {
            var claimed = ledger.Rebates.Where(rebate => rebate.Status == RebateStatus.Pending && rebate.Claim == stamp);
            return (true, ToChanges(claimed.Select(rebate => rebate with { Claim = null, DueAt = store.Now })));
        },
        cancellationToken);

    public override ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(ledger => ledger.FindRebate(deposit), cancellationToken);

    public override ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) => store.ReadAsync(
        ledger => new PageBuilder<Rebate>(limit, PageText.SizeOf).Take(ledger.RebatesAfter(after).Where(rebate => rebate.Status == status)), cancellationToken);

    public override ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default) => store.ReadAsync(
        ledger => ledger.Rebates
            .Where(rebate => rebate.Status == RebateStatus.Pending)
            .Select(rebate => (DateTimeOffset?)ledger.FindTransaction(rebate.Deposit)!.CreatedAt)
            .FirstOrDefault(),
        cancellationToken);

    public override ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(ledger => ledger.Rebates.Where(rebate => rebate.Status == RebateStatus.Pending && rebate.DueAt > time).Take(limit).Count(), cancellationToken);

    public override ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default) => store.ReadAsync<IReadOnlyList<string>>(
        ledger => [.. ledger.Rebates.Where(rebate => rebate.Status == RebateStatus.Pending).Select(rebate => rebate.Terms.Policy).Distinct()], cancellationToken);

    public override ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) =>
        store.ReadAsync(ledger => ledger.Rebates.LongCount(rebate => rebate.Status == status), cancellationToken);

    private static ClaimedRebate WithDeposit(Ledger ledger, Rebate rebate) =>
        new() { Rebate = rebate, Deposit = ledger.FindTransaction(rebate.Deposit)!, OwnerId = ledger.FindWallet(rebate.Deposit.WalletId)!.OwnerId, WalletName = ledger.FindWallet(rebate.Deposit.WalletId)!.Name };

    private static Changes[] ToChanges(IEnumerable<Rebate> rebates) => [.. rebates.Select(rebate => new Changes { Rebate = rebate })];
}
