using Microsoft.Extensions.Time.Testing;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Model.Running;

/// <summary>A store and the model beside it, step by step. Several sequences may follow one another in one session, each with wallets of its own.</summary>
internal sealed class Session(WalletStoreSubject subject) : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(Scene.Begin);
    private IWalletStore? _store;

    public Books Books { get; private set; } = Books.Empty;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public bool MayRestart => subject.IsDurable;

    public StoreFeatures Features => subject.Features;

    private IWalletStore Store => _store ??= subject.CreateStore(_clock);

    /// <summary>Sets the clock for a sequence.</summary>
    public void Begin() => Set(Scene.Begin - Now);

    /// <summary>Does a step in the store and in the model.</summary>
    /// <returns>The difference between them; null where there is none.</returns>
    public async Task<Difference?> DoAsync(Scene scene, Step step, Coverage? coverage, CancellationToken cancellationToken)
    {
        try
        {
            return step switch
            {
                CommitStep commit => await CommitAsync(BatchOf(commit, scene), commit, coverage, cancellationToken).ConfigureAwait(false),
                SettleStep => await SettleAsync(cancellationToken).ConfigureAwait(false),
                ClaimStep claim => await ClaimAsync(claim, scene, cancellationToken).ConfigureAwait(false),
                ReleaseStep release => await ReleaseAsync(scene.Stamp(release.Claim), cancellationToken).ConfigureAwait(false),
                RestartStep => await RestartAsync().ConfigureAwait(false),
                ClockStep clock => Set(clock.By),
                _ => await new Reading(Store, Books, scene, Now).CompareAsync(cancellationToken).ConfigureAwait(false),
            };
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new Difference($"{step}", "an answer", $"{exception}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await subject.DisposeAsync().ConfigureAwait(false);
    }

    private CommandBatch BatchOf(CommitStep step, Scene scene)
    {
        long VersionOf(WalletId walletId) => Books.Find(walletId)?.Version ?? 0;
        return new CommandBatch([.. step.Orders.Select(order => order.ToCommand(scene, VersionOf))])
        {
            IdempotencyKey = step.Key,
            ExpectedVersions = [.. step.Versions.Select(version => (scene.Id(version.Wallet), VersionOf(scene.Id(version.Wallet)) + version.Offset))],
        };
    }

    private async Task<Difference?> CommitAsync(CommandBatch batch, CommitStep? step, Coverage? coverage, CancellationToken cancellationToken)
    {
        // One command by itself takes another path through a store than a batch of several.
        batch = batch is { Count: 1, IdempotencyKey: null, ExpectedVersions: [] } ? new CommandBatch(batch[0]) : batch;
        var (expected, after) = Books.Do(batch, Now);
        var actual = await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        Books = after;
        if (step is not null)
        {
            coverage?.Count(step, expected);
        }

        return Difference.Between($"{step}", Answer.Of(expected), Answer.Of(actual));
    }

    private async Task<Difference?> SettleAsync(CancellationToken cancellationToken)
    {
        var pending = Books.Rebates.FindAll(rebate => rebate.Status == RebateStatus.Pending);
        return pending.IsEmpty
            ? null
            : await CommitAsync(new CommandBatch([.. pending.Select(rebate => new PayRebate(rebate.Deposit, 0))]), null, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Difference?> ClaimAsync(ClaimStep step, Scene scene, CancellationToken cancellationToken)
    {
        var bookkeeper = new Bookkeeper(Books, Now);
        var expected = bookkeeper.Claim(scene.Stamp(step.Claim), Now + step.For, step.Limit);
        Books = bookkeeper.Books;
        var actual = await Store.Rebates.ClaimAsync(scene.Stamp(step.Claim), [Order.RebatePolicy], Now + step.For, step.Limit, cancellationToken).ConfigureAwait(false);
        return Difference.Between($"{step}", Answer.Of(expected), Answer.Of(actual));
    }

    private async Task<Difference?> ReleaseAsync(Guid stamp, CancellationToken cancellationToken)
    {
        var bookkeeper = new Bookkeeper(Books, Now);
        bookkeeper.Release(stamp);
        Books = bookkeeper.Books;
        await Store.Rebates.ReleaseAsync(stamp, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<Difference?> RestartAsync()
    {
        await StopAsync().ConfigureAwait(false);
        return null;
    }

    // The clock moves forward as time passes, and moves back as if it were set.
    private Difference? Set(TimeSpan by)
    {
        if (by > TimeSpan.Zero)
        {
            _clock.Advance(by);
        }
        else
        {
            _clock.AdjustTime(Now + by);
        }

        return null;
    }

    private async ValueTask StopAsync()
    {
        if (_store is { } store)
        {
            _store = null;
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }
}
