using WalletKit.Pipeline;
using WalletKit.Stores;

namespace WalletKit.Service.Importing;

/// <summary>
/// Hands commands to the store so that the commands of each wallet are done in the order of the input. A store keeps the order of commands that name one
/// wallet. A command of two wallets may take another path through the store than the commands of its second wallet. It therefore waits for the earlier
/// commands of both, and the later commands of both wait for it.
/// </summary>
internal sealed class ImportOrder(IWalletStore store, ICommandPipeline pipeline)
{
    private const int MinTrimAt = 256;

    // Only the import's own loop reads and writes this.
    private readonly Dictionary<WalletId, ImportLane> _lanes = [];
    private int _trimAt = MinTrimAt;

    /// <summary>
    /// Finds the second wallet of a command; null where it has one wallet. For a reversal, the transaction names it, and an earlier command of the import may just
    /// be recording that transaction.
    /// </summary>
    public async ValueTask<WalletId?> FindOtherAsync(WalletCommand command, CancellationToken cancellationToken)
    {
        if (command is not Reverse { Transaction: var id })
        {
            return command.Other;
        }

        // Looked at before the read: a command that is answered during the read may have come too late for it.
        var earlier = _lanes.TryGetValue(id.WalletId, out var lane) && !lane.IsIdle ? lane : null;
        var transaction = await store.FindTransactionAsync(id, cancellationToken).ConfigureAwait(false);
        if (transaction is null && earlier is not null)
        {
            await earlier.WhenEmptyAsync().ConfigureAwait(false);
            transaction = await store.FindTransactionAsync(id, cancellationToken).ConfigureAwait(false);
        }

        return transaction?.Links.Counterpart?.WalletId;
    }

    /// <summary>Commits a command by itself, after all earlier commands that concern one of its wallets. Called for one command after another.</summary>
    public ValueTask<BatchResult> CommitAsync(WalletCommand command, WalletId? other, CancellationToken cancellationToken)
    {
        Trim();
        return other is { } second && second != command.WalletId
            ? CommitAloneAsync(command, second, cancellationToken)
            : CommitInTurnAsync(command, cancellationToken);
    }

    private async ValueTask<BatchResult> CommitInTurnAsync(WalletCommand command, CancellationToken cancellationToken)
    {
        if (!_lanes.TryGetValue(command.WalletId, out var lane))
        {
            _lanes[command.WalletId] = lane = new ImportLane(Task.CompletedTask);
        }

        lane.Enter();
        try
        {
            var committing = lane.HandedOver.IsCompletedSuccessfully
                ? CommitAsync(command, cancellationToken)
                : HandOverAfterAsync(lane, command, cancellationToken);
            var result = await committing.ConfigureAwait(false);
            lane.Leave(failure: null);
            return result;
        }
        catch (Exception exception)
        {
            lane.Leave(exception);
            throw;
        }
    }

    // The next command may follow this one into the same commit.
    private async ValueTask<BatchResult> HandOverAfterAsync(ImportLane lane, WalletCommand command, CancellationToken cancellationToken)
    {
        var before = lane.HandedOver;
        var handedOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.HandedOver = handedOver.Task;
        ValueTask<BatchResult> committing;
        try
        {
            await before.ConfigureAwait(false);
            committing = CommitAsync(command, cancellationToken);
            handedOver.SetResult();
        }
        catch (Exception exception)
        {
            Fail(handedOver, exception);
            throw;
        }

        return await committing.ConfigureAwait(false);
    }

    private async ValueTask<BatchResult> CommitAloneAsync(WalletCommand command, WalletId other, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (ownEarlier, own) = Begin(command.WalletId, done.Task);
        var (othersEarlier, others) = Begin(other, done.Task);
        try
        {
            await ownEarlier.ConfigureAwait(false);
            await othersEarlier.ConfigureAwait(false);
            var result = await CommitAsync(command, cancellationToken).ConfigureAwait(false);
            own.Leave(failure: null);
            others.Leave(failure: null);
            done.SetResult();
            return result;
        }
        catch (Exception exception)
        {
            // The next command in the order must not be done without this one.
            own.Leave(exception);
            others.Leave(exception);
            Fail(done, exception);
            throw;
        }
    }

    private ValueTask<BatchResult> CommitAsync(WalletCommand command, CancellationToken cancellationToken) =>
        pipeline.CommitAsync(new CommandBatch(command), Route.Import, cancellationToken);

    // Returns the commands of the wallet that are under way, and begins a lane in which later commands wait for the given command.
    private (Task Earlier, ImportLane Lane) Begin(WalletId walletId, Task done)
    {
        var earlier = _lanes.TryGetValue(walletId, out var before) ? before.WhenEmptyAsync() : Task.CompletedTask;
        var lane = new ImportLane(done);
        lane.Enter();
        _lanes[walletId] = lane;
        return (earlier, lane);
    }

    // Nothing may be waiting, so the failure counts as seen.
    private static void Fail(TaskCompletionSource waitedFor, Exception exception)
    {
        waitedFor.SetException(exception);
        _ = waitedFor.Task.Exception;
    }

    // A command has two lanes at most. If there are many more lanes than commands under way, most lanes are idle.
    private void Trim()
    {
        if (_lanes.Count < _trimAt)
        {
            return;
        }

        foreach (var (walletId, lane) in _lanes)
        {
            if (lane.IsIdle)
            {
                _lanes.Remove(walletId);
            }
        }

        _trimAt = Math.Max(MinTrimAt, 2 * _lanes.Count);
    }
}
