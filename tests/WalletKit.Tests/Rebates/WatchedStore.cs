using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Rebates;

/// <summary>
/// A store that reports the calls that pass through it, so that a test waits for the event itself, and that can be made to fail. It does not close the inner
/// store, which several of these may share.
/// </summary>
internal sealed class WatchedStore(IWalletStore inner) : ForwardingWalletStore(inner), IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(Func<WatchedStore, bool> Condition, TaskCompletionSource Met)> _waiters = [];
    private int _claimsToFail;

    public override IRebateStore Rebates => new WatchedRebates(this, base.Rebates);

    public int Claims { get; private set; }

    public int EmptyClaims { get; private set; }

    public int Payments { get; private set; }

    public int Failures { get; private set; }

    public int Releases { get; private set; }

    /// <summary>Makes the next claims fail.</summary>
    public void FailClaims(int count) => Interlocked.Exchange(ref _claimsToFail, count);

    /// <summary>Waits until a condition on the calls so far is met.</summary>
    public async Task When(Func<WatchedStore, bool> condition)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Note(() => _waiters.Add((condition, met)));
        await met.Task.Guarded();
    }

    public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
    {
        var result = await Target.CommitAsync(batch, cancellationToken);
        Note(() =>
        {
            Payments += result.Refusal is null && batch[0] is PayRebate ? 1 : 0;
            Failures += result.Refusal is null && batch[0] is FailRebate ? 1 : 0;
        });

        return result;
    }

#pragma warning disable CA2215 // The store inside stays open.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
#pragma warning restore CA2215

    public void Dispose()
    {
    }

    private void Note(Action change)
    {
        lock (_gate)
        {
            change();
            foreach (var (_, met) in _waiters.Where(waiter => waiter.Condition(this)).ToList())
            {
                met.TrySetResult();
                _waiters.RemoveAll(waiter => waiter.Met == met);
            }
        }
    }

    private sealed class WatchedRebates(WatchedStore store, IRebateStore inner) : ForwardingRebateStore(inner)
    {
        public override async ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
            Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Decrement(ref store._claimsToFail) >= 0)
            {
                store.Note(() => store.Claims++);
                throw new WalletStoreException(StoreFailure.Busy, "the store is busy.");
            }

            var claimed = await base.ClaimAsync(stamp, policies, until, limit, cancellationToken);
            store.Note(() =>
            {
                store.Claims++;
                store.EmptyClaims += claimed.Count == 0 ? 1 : 0;
            });
            return claimed;
        }

        public override async ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default)
        {
            await base.ReleaseAsync(stamp, cancellationToken);
            store.Note(() => store.Releases++);
        }
    }
}
