using WalletKit.Service.Rates;
using WalletKit.Stores;

namespace WalletKit.Service.Importing;

/// <summary>
/// Hands commands to the store in the order of the input. A transfer whose rate is looked up is handed over again: commands that name one of its wallets wait for that,
/// and commands of other wallets go on.
/// </summary>
internal sealed class ImportOrder(IWalletStore store, ExchangeRates rates)
{
    // The newest command that others must wait for, by wallet. Read and written by the import's own loop alone.
    private readonly Dictionary<WalletId, Task> _lanes = [];
    private int _trimAt = 256;

    /// <summary>Commits a command by itself, after all that were given before it and name one of its wallets. Called by one thread at a time.</summary>
    public ValueTask<BatchResult> CommitAsync(WalletCommand command, CancellationToken cancellationToken)
    {
        var before = Before(command);
        var wantsRate = rates.IsWantedBy(command);
        if (before.Count == 0 && !wantsRate)
        {
            return store.CommitAsync(new CommandBatch(command), cancellationToken);
        }

        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var walletId in command.Wallets)
        {
            _lanes[walletId] = free.Task;
        }

        Trim();
        return CommitAfterAsync(before, command, wantsRate, free, cancellationToken);
    }

    private async ValueTask<BatchResult> CommitAfterAsync(
        List<Task> before, WalletCommand command, bool wantsRate, TaskCompletionSource free, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(before).ConfigureAwait(false);
            var mayBeRefused = wantsRate && !await AreOfOneCurrencyAsync((Transfer)command, cancellationToken).ConfigureAwait(false);
            var committing = store.CommitAsync(new CommandBatch(command), cancellationToken);
            if (!mayBeRefused)
            {
                // What comes after it may follow it into the same commit.
                free.TrySetResult();
            }

            var result = await committing.ConfigureAwait(false);
            return mayBeRefused && result.Refusal is { } refusal && await rates.QuoteAsync(command, refusal, cancellationToken).ConfigureAwait(false) is { } quoted
                ? await store.CommitAsync(new CommandBatch(quoted), cancellationToken).ConfigureAwait(false)
                : result;
        }
        catch (Exception exception)
        {
            // What comes after it in the order must not be done without it. Nobody may be waiting, so the failure counts as seen.
            free.TrySetException(exception);
            _ = free.Task.Exception;
            throw;
        }
        finally
        {
            free.TrySetResult();
        }
    }

    // A wallet never changes its currency. One that an earlier command is only opening is not known yet; then the refusal says it.
    private async ValueTask<bool> AreOfOneCurrencyAsync(Transfer transfer, CancellationToken cancellationToken) =>
        await store.FindWalletAsync(transfer.WalletId, cancellationToken).ConfigureAwait(false) is { } source
        && await store.FindWalletAsync(transfer.Destination, cancellationToken).ConfigureAwait(false) is { } destination
        && source.Currency.Equals(destination.Currency);

    private List<Task> Before(WalletCommand command)
    {
        List<Task> before = [];
        if (_lanes.Count == 0)
        {
            return before;
        }

        foreach (var walletId in command.Wallets)
        {
            if (_lanes.TryGetValue(walletId, out var earlier) && !earlier.IsCompletedSuccessfully)
            {
                before.Add(earlier);
            }
        }

        return before;
    }

    // Each command under way keeps two lanes at most, so twice as many as are left are some that are done.
    private void Trim()
    {
        if (_lanes.Count < _trimAt)
        {
            return;
        }

        foreach (var (walletId, earlier) in _lanes)
        {
            if (earlier.IsCompletedSuccessfully)
            {
                _lanes.Remove(walletId);
            }
        }

        _trimAt = Math.Max(256, 2 * _lanes.Count);
    }
}
