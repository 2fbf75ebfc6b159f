using System.Runtime.CompilerServices;
using WalletKit.Pipeline;
using WalletKit.Stores;

namespace WalletKit.Service.Importing;

/// <summary>Sends independent commands to the store as fast as it commits them, and yields their results in the order of the input.</summary>
/// <param name="store">The store, which is opened first.</param>
/// <param name="pipeline">The way to the store.</param>
/// <param name="admit">Checks a command of the input, and returns the command to be committed for it.</param>
internal sealed class Importer(IWalletStore store, ICommandPipeline pipeline, Func<WalletCommand, ValueTask<WalletCommand>> admit)
{
    public async IAsyncEnumerable<ImportResult> RunAsync(
        IAsyncEnumerable<WalletCommand> commands, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var underWay = new Queue<(WalletCommand Command, Task<BatchResult> Commit)>();
        var progress = new Tally(options);
        var order = new ImportOrder(store, pipeline);

        // Commands that reach a store before it is open wait for the opening, and continue in no order.
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await foreach (var command in commands.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                // Finished results are returned as the input goes on; the import waits only where too many commands are under way.
                while (underWay.TryPeek(out var oldest) && (oldest.Commit.IsCompleted || underWay.Count == options.MaxInFlight))
                {
                    yield return progress.Count(oldest.Command, await oldest.Commit.ConfigureAwait(false));
                    underWay.Dequeue();
                }

                // The import waits before it takes the next command, so that the order holds even where a host decides slowly, or a store reads.
                var admitting = AdmitAsync(order, command, cancellationToken);
                if (!admitting.IsCompleted)
                {
                    await ((Task)admitting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                underWay.Enqueue((command, CommitAsync(order, admitting, cancellationToken)));
            }

            while (underWay.TryPeek(out var next))
            {
                yield return progress.Count(next.Command, await next.Commit.ConfigureAwait(false));
                underWay.Dequeue();
            }
        }
        finally
        {
            // A caller that stops early must not be left with work that goes on in the background.
            await Task.WhenAll(underWay.Select(Task (rest) => rest.Commit)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            progress.Report();
        }
    }

    // An exception is thrown in the turn of its command.
    private async Task<(WalletCommand Command, WalletId? Other)> AdmitAsync(ImportOrder order, WalletCommand command, CancellationToken cancellationToken)
    {
        var admitted = await admit(command).ConfigureAwait(false);
        return (admitted, await order.FindOtherAsync(admitted, cancellationToken).ConfigureAwait(false));
    }

    // Commands that are handed over at once keep the order of the input, because nothing here waits before the hand-over.
    private static async Task<BatchResult> CommitAsync(ImportOrder order, Task<(WalletCommand Command, WalletId? Other)> admitting, CancellationToken cancellationToken)
    {
        var (admitted, other) = await admitting.ConfigureAwait(false);
        return await order.CommitAsync(admitted, other, cancellationToken).ConfigureAwait(false);
    }

    private sealed class Tally(ImportOptions options)
    {
        private long _committed;
        private long _refused;

        public ImportResult Count(WalletCommand command, BatchResult result)
        {
            var index = _committed + _refused;
            if (result.Refusal is null)
            {
                _committed++;
            }
            else
            {
                _refused++;
            }

            if ((index + 1) % options.MaxInFlight == 0)
            {
                Report();
            }

            return new ImportResult { Index = index, Command = command, Result = result.Refusal is { } refusal ? CommandResult.Refused(refusal) : result.First };
        }

        public void Report() => options.Progress?.Report(new ImportProgress { Committed = _committed, Refused = _refused });
    }
}
