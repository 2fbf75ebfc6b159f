using System.Globalization;
using Spectre.Console;
using WalletKit.Benchmarks.Compare.Reporting;
using WalletKit.Benchmarks.Compare.Scenarios;
using WalletKit.PostgreSql.Server;

namespace WalletKit.Benchmarks.Compare;

/// <summary>The side-by-side run.</summary>
internal static class CompareCommand
{
    private const int WidthOfFile = 200;

    public static int Run(string[] arguments)
    {
        var options = CompareOptions.Parse(arguments, out var problem);
        if (problem is not null)
        {
            Console.Error.WriteLine(problem);
            return ExitCode.BadArguments;
        }

        if (options.IsHelpWanted)
        {
            Console.WriteLine(CompareOptions.Help);
            return ExitCode.Success;
        }

        using var stopping = new CancellationTokenSource();
        ConsoleCancelEventHandler stop = (_, pressed) =>
        {
            // The current measurement is finished, and the files are removed.
            pressed.Cancel = true;
            stopping.Cancel();
        };
        Console.CancelKeyPress += stop;
        try
        {
            return Run(options, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Stopped;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failure;
        }
        catch (ContenderFailedException exception)
        {
            Console.Error.WriteLine(exception.InnerException is { } inner ? $"{exception.Message} {inner}" : exception.Message);
            return ExitCode.Failure;
        }
        finally
        {
            Console.CancelKeyPress -= stop;
        }
    }

    private static int Run(CompareOptions options, CancellationToken cancellationToken)
    {
        if (LeaveOutImpossible(options.Scenarios) is not { Count: > 0 } scenarios)
        {
            return ExitCode.Failure;
        }

        using var directory = new BenchmarkDirectory();
        WarnOfMemory(directory);
        var comparison = new Comparison(directory, options.Duration, options.PageSize, cancellationToken);
        var results = new List<Result>();

        // The progress goes to the error stream, so that the output has only the tables.
        var progress = Create(Console.Error, Console.IsErrorRedirected).Progress().Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new PercentageColumn(),
            new ElapsedTimeColumn());
        progress.Start(context =>
        {
            var bars = scenarios.ToDictionary(
                scenario => scenario,
                scenario => context.AddTask(scenario.Name, autoStart: false, maxValue: scenario.Entrants.Count * Comparison.Rounds));
            foreach (var (scenario, bar) in bars)
            {
                bar.StartTask();
                results.AddRange(comparison.Run(scenario, contender => bar.Description = $"{scenario.Name}: {contender}", () => bar.Increment(1)));
                bar.Description = scenario.Name;
                bar.StopTask();
            }
        });

        var output = Create(Console.Out, Console.IsOutputRedirected);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {Comparison.Rounds} rounds of {options.Duration.TotalSeconds} s, median ops/s, latencies over all rounds"));
        TableReport.Write(output, results);
        if (options.JsonPath is { } path)
        {
            JsonReport.Write(path, results);
        }

        return ExitCode.Success;
    }

    private static IReadOnlyList<Scenario> LeaveOutImpossible(IReadOnlyList<Scenario> scenarios)
    {
        var impossible = scenarios.Where(scenario => scenario.NeedsPostgreSql && !TemporaryCluster.IsPossible).ToArray();
        if (impossible.Length > 0)
        {
            Console.Error.WriteLine(
                $"Left out: {string.Join(", ", impossible.Select(scenario => scenario.Name))}. There is no PostgreSQL server here; on Debian, install the package postgresql.");
        }

        return [.. scenarios.Except(impossible)];
    }

    private static void WarnOfMemory(BenchmarkDirectory directory)
    {
        if (new DriveInfo(directory.File("")).DriveFormat is "tmpfs" or "ramfs")
        {
            Console.Error.WriteLine("The temporary directory is in memory, where a commit waits for no disk. Name one on a disk with TMPDIR.");
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (isRedirected)
        {
            // A file has no edge at which lines must be broken.
            console.Profile.Width = WidthOfFile;
        }

        return console;
    }
}
