using System.Collections.Concurrent;
using System.Diagnostics;
using WalletKit.Commands;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Histories;

/// <summary>Lets many callers make random calls about a few wallets at once, and records each call with its answer.</summary>
public static class ConcurrentRun
{
    /// <summary>Runs the callers to their end.</summary>
    /// <param name="stores">The store, or several stores on one place; the callers are divided among them.</param>
    /// <param name="clock">The clock of the stores. It stands still, so that no answer depends on its time.</param>
    /// <param name="options">The callers and their calls.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>All calls. Their times come from the monotonic clock of the machine, which its processes share.</returns>
    /// <exception cref="WalletStoreException">A store could not do its work.</exception>
    public static async Task<History> RunAsync(
        IReadOnlyList<IWalletStore> stores, TimeProvider clock, ConcurrentRunOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(stores.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Callers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CallsPerCaller, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Wallets, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Wallets, ConcurrentRunOptions.MaxWallets);

        var now = clock.GetUtcNow();
        var calls = new ConcurrentBag<RecordedCall>();
        var seen = new Seen(options);
        await Task.WhenAll(Enumerable.Range(0, options.Callers).Select(caller => Task.Run(
            async () =>
            {
                var generator = new CallGenerator(options, seen, options.FirstCaller + caller);
                for (var i = 0; i < options.CallsPerCaller; i++)
                {
                    calls.Add(await CallAsync(stores[caller % stores.Count], generator.Next(), seen, cancellationToken).ConfigureAwait(false));
                }
            },
            cancellationToken))).ConfigureAwait(false);
        return new History(now, calls);
    }

    private static async Task<RecordedCall> CallAsync(IWalletStore store, RecordedCall call, Seen seen, CancellationToken cancellationToken)
    {
        call = call with { Start = Stopwatch.GetTimestamp() };
        try
        {
            if (call.Batch is not { } batch)
            {
                var wallets = await store.ListWalletsAsync(call.Owner!, null, HistoryOptions.MaxLimit, cancellationToken).ConfigureAwait(false);
                return call with { End = Stopwatch.GetTimestamp(), Answer = Answer.Of(wallets) };
            }

            var result = await store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            call = call with { End = Stopwatch.GetTimestamp(), Answer = Answer.Of(result) };
            seen.Note(result);
            return call;
        }
        catch (WalletStoreException exception) when (exception.OutcomeUnknown)
        {
            return call;
        }
    }
}
