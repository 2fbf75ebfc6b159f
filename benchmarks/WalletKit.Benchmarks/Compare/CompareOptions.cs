using System.Globalization;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Scenarios;

namespace WalletKit.Benchmarks.Compare;

/// <summary>The options of the command line.</summary>
internal sealed record CompareOptions
{
    private const double MinSeconds = 0.1;
    private const double MaxSeconds = 3_600;
    private const int MinPageSize = 512;
    private const int MaxPageSize = 65_536;

    public static string Help { get; } = $"""
        Measures WalletKit and what else one would write, side by side, on the same books and with the same durability.

        Usage: dotnet run -c Release --project benchmarks/WalletKit.Benchmarks -- compare [--seconds S] [--scenario NAME] [--page-size N] [--json FILE]

          --seconds S      How long each contender is measured in each of the {Comparison.Rounds} rounds, {MinSeconds:0.0} to {MaxSeconds:N0}. 1 without it.
          --scenario NAME  Run this one only: {string.Join(", ", ScenarioCatalog.All.Select(scenario => scenario.Name))}.
                           Without it, all run but {string.Join(", ", ScenarioCatalog.All.Where(scenario => !scenario.IsDefault).Select(scenario => scenario.Name))}.
          --page-size N    The bytes in a page of WalletKit's own file, a power of two from {MinPageSize:N0} to {MaxPageSize:N0}. {BooksFile.PageSize:N0} without it. The other files keep that.
          --json FILE      Write the results to this file as well.
          --help           Show this text.

        Exit code: 0 measured, 1 the books of a contender are wrong or a failure, 2 bad arguments, 130 stopped by Ctrl-C.
        """;

    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(1);

    public IReadOnlyList<Scenario> Scenarios { get; private init; } = [.. ScenarioCatalog.All.Where(scenario => scenario.IsDefault)];

    /// <summary>The bytes in a page of WalletKit's own file.</summary>
    public int PageSize { get; private init; } = BooksFile.PageSize;

    /// <summary>The file to which the results are written; null for none.</summary>
    public string? JsonPath { get; private init; }

    public bool IsHelpWanted { get; private init; }

    /// <param name="arguments">The command line, without the word that chose the comparison.</param>
    /// <param name="problem">The option that breaks a rule, and the rule; null where none does.</param>
    public static CompareOptions Parse(IEnumerable<string> arguments, out string? problem)
    {
        var options = new CompareOptions();
        var rest = new Queue<string>(arguments);
        problem = null;
        while (problem is null && rest.TryDequeue(out var option))
        {
            if (option == "--help")
            {
                options = options with { IsHelpWanted = true };
                continue;
            }

            var value = rest.TryDequeue(out var next) ? next : "";
            (options, problem) = option switch
            {
                "--seconds" => options.WithSeconds(value),
                "--scenario" => options.WithScenario(value),
                "--page-size" => options.WithPageSize(value),
                "--json" => options.WithJson(value),
                _ => (options, $"'{option}' is not an option; --seconds S, --scenario NAME, --page-size N, --json FILE and --help are."),
            };
        }

        return options;
    }

    private (CompareOptions Options, string? Problem) WithSeconds(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= MinSeconds and <= MaxSeconds
            ? (this with { Duration = TimeSpan.FromSeconds(seconds) }, null)
            : (this, string.Create(CultureInfo.InvariantCulture, $"--seconds needs a number from {MinSeconds:0.0} to {MaxSeconds:N0} after it, not '{value}'."));

    private (CompareOptions Options, string? Problem) WithScenario(string value) => ScenarioCatalog.Find(value) is { } scenario
        ? (this with { Scenarios = [scenario] }, null)
        : (this, $"--scenario needs one of {string.Join(", ", ScenarioCatalog.All.Select(known => known.Name))} after it, not '{value}'.");

    private (CompareOptions Options, string? Problem) WithPageSize(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= MinPageSize and <= MaxPageSize && int.IsPow2(size)
            ? (this with { PageSize = size }, null)
            : (this, string.Create(CultureInfo.InvariantCulture, $"--page-size needs a power of two from {MinPageSize} to {MaxPageSize} after it, not '{value}'."));

    // The file is checked now, not after minutes of measuring.
    private (CompareOptions Options, string? Problem) WithJson(string value) =>
        value.Length == 0 || value.StartsWith("--", StringComparison.Ordinal) ? (this, "--json needs the path of a file after it.")
        : Directory.Exists(value) ? (this, $"--json needs the path of a file after it; '{value}' is a directory.")
        : Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(value))) ? (this with { JsonPath = value }, null)
        : (this, $"--json names the file '{value}' in a directory that does not exist.");
}
