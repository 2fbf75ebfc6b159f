using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Stores;
using WalletKit.Testing;
using WalletKit.Testing.Histories;

namespace WalletKit.TestHost;

/// <summary>Callers that use a database from a process of their own. The process writes their calls and answers at its end.</summary>
internal static class HistoryBurst
{
    public const string Verb = "history";

    // The clock stands still at the same time in every process, so that no answer depends on the time of its call.
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="arguments">The arguments after the verb: path seed firstCaller callers calls.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [_, var path, .. [_, _, _, _] numbers])
        {
            throw new ArgumentException($"Arguments: {Verb} path seed firstCaller callers calls", nameof(arguments));
        }

        int[] number = [.. numbers.Select(text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))];
        var clock = new FakeTimeProvider(Now);
        await using var store = new AnnouncedStore(new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}", BusyTimeout = TimeSpan.FromMinutes(1) }, clock));
        var options = new ConcurrentRunOptions { Seed = number[0], FirstCaller = number[1], Callers = number[2], CallsPerCaller = number[3] };
        var history = await ConcurrentRun.RunAsync([store], clock, options);
        await history.WriteAsync(Console.Out);
        return 0;
    }

    /// <summary>Reports when the first batch is handed over.</summary>
    private sealed class AnnouncedStore(IWalletStore next) : ForwardingWalletStore(next)
    {
        private int _batches;

        public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _batches) == 1)
            {
                Console.Out.WriteLine("begun");
            }

            return base.CommitAsync(batch, cancellationToken);
        }
    }
}
