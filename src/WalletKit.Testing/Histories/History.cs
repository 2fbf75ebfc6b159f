using System.Collections.Immutable;

namespace WalletKit.Testing.Histories;

/// <summary>The calls that callers made to a store at once, with the store's answers.</summary>
public sealed class History
{
    internal History(DateTimeOffset now, IEnumerable<RecordedCall> calls)
    {
        Now = now;
        Calls = [.. calls.OrderBy(call => call.Start)];
    }

    /// <summary>Gets the number of calls.</summary>
    public int Count => Calls.Length;

    /// <summary>The time of the store's clock, which stood still during all calls.</summary>
    internal DateTimeOffset Now { get; }

    /// <summary>The calls, ordered by their beginnings.</summary>
    internal ImmutableArray<RecordedCall> Calls { get; }

    /// <summary>Merges histories of the same wallets whose callers share one clock.</summary>
    /// <remarks>The histories of several processes on one machine can be merged, for example.</remarks>
    /// <exception cref="ArgumentException">There is no history, or the stores' clocks stood at different times.</exception>
    public static History Merge(IReadOnlyCollection<History> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return histories.Select(history => history.Now).Distinct().ToList() is [var now]
            ? new History(now, histories.SelectMany(history => history.Calls))
            : throw new ArgumentException("The histories are of stores whose clocks stand at one time.", nameof(histories));
    }

    /// <summary>Writes the history as JSON lines: the time of the store's clock first, then one line for each call.</summary>
    /// <param name="output">The writer that receives the lines.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteAsync(TextWriter output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        await output.WriteLineAsync(HistoryJson.Write(Now).AsMemory(), cancellationToken).ConfigureAwait(false);
        foreach (var call in Calls)
        {
            await output.WriteLineAsync(HistoryJson.Write(call).AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the lines that <see cref="WriteAsync"/> writes.</summary>
    /// <param name="input">The reader that gives the lines.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">The text is not a history.</exception>
    public static async Task<History> ReadAsync(TextReader input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var first = await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw new FormatException("A history begins with its clock.");
        var calls = new List<RecordedCall>();
        while (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            calls.Add(HistoryJson.ReadCall(line));
        }

        return new History(HistoryJson.ReadTime(first), calls);
    }
}
