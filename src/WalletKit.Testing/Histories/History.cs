using System.Collections.Immutable;

namespace WalletKit.Testing.Histories;

/// <summary>What callers asked a store at once, and what it answered.</summary>
public sealed class History
{
    internal History(DateTimeOffset now, IEnumerable<RecordedCall> calls)
    {
        Now = now;
        Calls = [.. calls.OrderBy(call => call.Start)];
    }

    /// <summary>How many calls there are.</summary>
    public int Count => Calls.Length;

    /// <summary>The time that the store's clock stood at all the while.</summary>
    internal DateTimeOffset Now { get; }

    /// <summary>The calls, by their beginnings.</summary>
    internal ImmutableArray<RecordedCall> Calls { get; }

    /// <summary>The calls of several histories of the same wallets, as those of several processes, whose clocks are one.</summary>
    /// <exception cref="ArgumentException">There is none, or their stores' clocks stood at different times.</exception>
    public static History Merge(IReadOnlyCollection<History> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return histories.Select(history => history.Now).Distinct().ToList() is [var now]
            ? new History(now, histories.SelectMany(history => history.Calls))
            : throw new ArgumentException("The histories are of stores whose clocks stand at one time.", nameof(histories));
    }

    /// <summary>Writes it as JSON lines, the clock first, then a call each.</summary>
    /// <param name="output">Where to.</param>
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

    /// <summary>Reads what <see cref="WriteAsync"/> wrote.</summary>
    /// <param name="input">Where from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">It is something else.</exception>
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
