using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Benchmarks.Compare.Reporting;
using WalletKit.Benchmarks.Compare.Scenarios;
using WalletKit.Rules;

namespace WalletKit.Benchmarks.Compare;

/// <summary>
/// Measures the contenders of a scenario in turn, over several rounds, so that other load of the machine affects all of them. It blocks the calling thread, so
/// that its waits take no thread from the pool on which the contenders run.
/// </summary>
internal sealed class Comparison(BenchmarkDirectory directory, TimeSpan duration, int pageSize, CancellationToken cancellationToken)
{
    public const int Rounds = 3;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.3);

    // After this time the code of a contender is compiled with all optimizations.
    private static readonly TimeSpan s_firstWarmUp = TimeSpan.FromSeconds(1);

    /// <param name="scenario">The scenario to measure.</param>
    /// <param name="begin">Called before each measurement with the name of the contender.</param>
    /// <param name="advance">Called after each measurement.</param>
    public IReadOnlyList<Result> Run(Scenario scenario, Action<string> begin, Action advance)
    {
        var template = directory.File($"{scenario.Name}.db");
        var books = BooksFile.Create(template, scenario.Books, pageSize);
        var samples = scenario.Entrants.ToDictionary(entrant => entrant, _ => new List<Sample>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var entrant in scenario.Entrants)
            {
                cancellationToken.ThrowIfCancellationRequested();
                begin(entrant.Name);
                samples[entrant].Add(Measure(scenario, entrant, books, round));
                advance();
            }
        }

        books.Delete();
        return [.. scenario.Entrants.Select(entrant => Result.Of(scenario.Name, entrant.Name, samples[entrant]))];
    }

    private Sample Measure(Scenario scenario, Entrant entrant, BooksFile books, int round)
    {
        var path = directory.File($"{scenario.Name}-{entrant.Name}-{round}.db");
        books.CopyTo(path, entrant.HasJournal);
        try
        {
            var before = new FileInfo(path).Length;
            var sample = Measure(scenario, entrant, books, path, round);

            // The last connection that was closed moved the log into the file.
            return sample with { GrownBytes = new FileInfo(path).Length - before };
        }
        finally
        {
            BooksFile.Delete(path);
        }
    }

    private Sample Measure(Scenario scenario, Entrant entrant, BooksFile books, string path, int round)
    {
        IContender? contender = null;
        try
        {
            contender = entrant.OpenAsync(books, path).GetAwaiter().GetResult();

            // Garbage of other contenders must not be collected during this measurement.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var meter = new Meter(duration);
            Watch(() => entrant.WorkAsync(contender, meter), meter, scenario.IsBounded || entrant.MeasuresItself, round == 0 ? s_firstWarmUp : s_warmUp);
            var sample = meter.Read();
            if (contender is IBookkeeper bookkeeper)
            {
                Check(bookkeeper.ReadTotalsAsync().GetAwaiter().GetResult(), scenario.Books.Totals + sample.Acknowledged, scenario, entrant);
            }

            return sample;
        }
        catch (Exception exception) when (exception is not ContenderFailedException)
        {
            throw new ContenderFailedException($"{entrant.Name} failed in {scenario.Name}.", exception);
        }
        finally
        {
            contender?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private void Watch(Func<Task> work, Meter meter, bool isBounded, TimeSpan warmUp)
    {
        if (isBounded)
        {
            meter.Begin();
            Task.Run(work).GetAwaiter().GetResult();
            meter.End();
            return;
        }

        var working = Task.Run(work);
        Pause(working, warmUp);
        meter.Begin();
        Pause(working, duration);
        meter.End();
        working.GetAwaiter().GetResult();
    }

    // A caller that fails ends the pause.
    private static void Pause(Task working, TimeSpan time) => Task.WaitAny([working], time);

    private static void Check(BookTotals found, BookTotals expected, Scenario scenario, Entrant entrant)
    {
        if (found with { Keys = found.Keys ?? expected.Keys } != expected || found.Amounts != found.Balances)
        {
            throw new ContenderFailedException($"The books of {entrant.Name} are wrong after {scenario.Name}: they hold {found}, and should hold {expected}.");
        }
    }
}
