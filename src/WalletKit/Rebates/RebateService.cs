using WalletKit.Execution;
using WalletKit.Pipeline;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Rebates;

internal sealed class RebateService(
    IWalletStore store, ICommandPipeline pipeline, RebateProcessor processor, RebateSettings settings, AmbientTransactions ambient, RebatePolicies? policies = null) : IRebateService
{
    private const int PageSize = 500;

    public string? RefusedSettings => settings.Refused;

    public async Task<RebatePass> ProcessPendingAsync(CancellationToken cancellationToken = default)
    {
        // The worker of the background goes past this.
        ambient.ThrowIfAny();
        return await processor.RunAsync(cancellationToken, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default) =>
        await store.Rebates.FindAsync(deposit, cancellationToken).ConfigureAwait(false);

    // The store reads rebates in the order in which they were earned.
    public IAsyncEnumerable<Rebate> StreamAsync(RebateStatus status, CancellationToken cancellationToken = default)
    {
        var deposits = new CycleCheck<TransactionId>();
        return Pages.StreamAsync<Rebate, TransactionId?>(
            null,
            (after, token) => store.Rebates.ListAsync(status, after, PageSize, token),
            static rebate => rebate.Deposit,
            (deposit, _) => deposits.GoesOn(deposit!.Value),
            "rebates",
            cancellationToken);
    }

    public async Task<IReadOnlyList<string>> ListMissingPoliciesAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyCollection<string> own = policies is null ? [] : await policies.NamesAsync().ConfigureAwait(false);
        var pending = await store.Rebates.ListPendingPoliciesAsync(cancellationToken).ConfigureAwait(false);
        return [.. pending.Except(own, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public async Task<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default) =>
        await store.Rebates.CountAsync(status, cancellationToken).ConfigureAwait(false);

    public async Task<Rebate> RequeueAsync(TransactionId deposit, CancellationToken cancellationToken = default)
    {
        var result = await pipeline.CommitAsync(new CommandBatch(new RequeueRebate(deposit)), Route.Requeue, cancellationToken).ConfigureAwait(false);
        if (result.Refusal is { } refusal)
        {
            throw refusal;
        }

        return result.First.Rebate!;
    }
}
