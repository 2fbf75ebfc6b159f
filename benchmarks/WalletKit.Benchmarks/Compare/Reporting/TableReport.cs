using System.Globalization;
using Spectre.Console;
using WalletKit.Benchmarks.Compare.Scenarios;

namespace WalletKit.Benchmarks.Compare.Reporting;

/// <summary>The results for people to read: a table for each scenario.</summary>
internal static class TableReport
{
    private const string None = "-";

    // Where these contenders take part, the speeds of the others are divided by theirs.
    private static readonly string[] s_yardsticks = [Entrant.RawBatch, Entrant.WalletKit, Entrant.Npgsql, Entrant.PgBench];

    public static void Write(IAnsiConsole console, IEnumerable<Result> results)
    {
        foreach (var scenario in results.GroupBy(result => result.Scenario))
        {
            console.Write(Create(scenario.Key, [.. scenario]));
            foreach (var result in scenario.Where(result => result.GivenUp > 0))
            {
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Contender} gave up {result.GivenUp:N0} operations after too many attempts; they count as none."));
            }

            console.WriteLine();
        }
    }

    private static Table Create(string scenario, IReadOnlyList<Result> results)
    {
        var table = new Table { Border = TableBorder.Ascii2, Title = new TableTitle(scenario) };
        table.AddColumn("contender");
        var yardsticks = s_yardsticks.Select(name => results.FirstOrDefault(result => result.Contender == name)).OfType<Result>().ToArray();
        foreach (var heading in (string[])["ops/s", "p50 us", "p99 us", "bytes/op", "disk/op", .. yardsticks.Select(yardstick => $"/ {yardstick.Contender}")])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var result in results)
        {
            table.AddRow(
            [
                result.Contender,
                Say(result.OperationsPerSecond, "N0"),
                Say(result.P50Micros, "N0"),
                Say(result.P99Micros, "N0"),
                Say(result.AllocatedBytesPerOperation, "N0"),
                Say(result.DiskBytesPerOperation, "N0"),
                .. yardsticks.Select(yardstick => Say(result.OperationsPerSecond / yardstick.OperationsPerSecond, "N3")),
            ]);
        }

        return table;
    }

    private static string Say(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? None;
}
