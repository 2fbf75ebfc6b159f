using System.Globalization;
using System.Text;

namespace WalletKit.Testing.Model;

/// <summary>The report of a run in which the store and the model never differed.</summary>
public sealed record ModelReport
{
    /// <summary>Gets the seed of the first sequence.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets the number of sequences that were run.</summary>
    public required int Sequences { get; init; }

    /// <summary>Gets the number of steps in all sequences.</summary>
    public required long Steps { get; init; }

    /// <summary>Gets the outcomes of the commands, by the name of their kind.</summary>
    /// <remarks>Batches that were refused as a whole are counted under <c>Batch</c>.</remarks>
    public required IReadOnlyDictionary<string, CommandCount> Commands { get; init; }

    /// <summary>Gets the number of refused commands and batches, by the code of the refusal.</summary>
    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    /// <summary>Returns the whole report, for people to read.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Sequences} sequences from seed {Seed}, {Steps} steps");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"command",-16}{"done",10}{"replayed",10}{"refused",10}");
        foreach (var (name, count) in Commands)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-16}{count.Done,10}{count.Replayed,10}{count.Refused,10}");
        }

        foreach (var (code, count) in Refusals)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{code,-26}{count,10}");
        }

        return text.ToString();
    }
}
