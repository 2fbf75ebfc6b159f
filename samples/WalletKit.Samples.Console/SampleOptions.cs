using System.Globalization;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Samples;

/// <summary>The options of the command line.</summary>
internal sealed record SampleOptions
{
    public const string Help = $"""
        Tells the story of a wallet, moves money in a burst, and checks the books.

        Usage: WalletKit.Samples.Console [--db PATH] [--burst N]

          --db PATH   Keep the wallets in this file; a second run goes on with it.
                      Its directory must exist.
                      Without it, the file is a temporary one, removed at the end.
          --burst N   How many deposits and withdrawals the burst makes, 1 to 10,000,000.
                      10,000 without it.
          --help      Show this text.

        Exit code: 0 books balance, 1 they do not, 2 bad arguments, 3 the run ended early
        and the books were not checked, 130 stopped by Ctrl-C.
        """;

    private const int MaxBurst = 10_000_000;

    /// <summary>The file that keeps the wallets; null for a temporary file.</summary>
    public string? DatabasePath { get; private init; }

    /// <summary>The number of operations in the burst.</summary>
    public int Burst { get; private init; } = 10_000;

    public bool IsHelpWanted { get; private init; }

    /// <param name="arguments">The command line.</param>
    /// <param name="problem">The option that breaks a rule, and the rule; null where none does.</param>
    public static SampleOptions Parse(IEnumerable<string> arguments, out string? problem)
    {
        var options = new SampleOptions();
        var rest = new Queue<string>(arguments);
        problem = null;
        while (problem is null && rest.TryDequeue(out var option))
        {
            var value = rest.TryPeek(out var next) && !next.StartsWith("--", StringComparison.Ordinal) ? next : "";
            switch (option)
            {
                case "--help":
                    options = options with { IsHelpWanted = true };
                    break;
                case "--db" when value.Length > 0:
                    options = options with { DatabasePath = rest.Dequeue() };
                    break;
                case "--db":
                    problem = "--db needs the path of a file after it.";
                    break;
                case "--burst" when TryParseBurst(value, out var burst):
                    options = options with { Burst = burst };
                    rest.Dequeue();
                    break;
                case "--burst":
                    problem = $"--burst needs a whole number from 1 to {MaxBurst:N0} after it, not '{value}'.";
                    break;
                default:
                    problem = $"'{option}' is not an option; --db PATH, --burst N and --help are.";
                    break;
            }
        }

        return options;
    }

    private static bool TryParseBurst(string text, out int burst) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out burst) && burst is >= 1 and <= MaxBurst;
}
