using System.Globalization;
using WalletKit.Testing.Model.Running;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Model;

/// <summary>Runs random sequences of commands against a store and against a plain model of all commands.</summary>
/// <remarks>
/// Every answer is compared, and at intervals all data that can be read. A sequence that shows a difference is made as short as possible while it still
/// shows the difference.
/// </remarks>
public static class ModelRunner
{
    /// <summary>Runs the sequences that the options name.</summary>
    /// <param name="create">Makes a place for a store; each is disposed of.</param>
    /// <param name="options">The settings of the run.</param>
    /// <param name="log">Receives the seed and the coverage; null for no log.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The coverage of the run.</returns>
    /// <exception cref="ModelDifferenceException">The store and the model differ.</exception>
    public static async Task<ModelReport> RunAsync(
        Func<WalletStoreSubject> create, ModelOptions options, Action<string>? log = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Sequences, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.StepsPerSequence, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SequencesPerStore, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Stores, 1);

        log?.Invoke(string.Create(CultureInfo.InvariantCulture, $"WALLETKIT_SEED={options.Seed} WALLETKIT_SEQUENCES={options.Sequences}"));
        var coverage = new Coverage();
        var places = Enumerable.Range(0, options.Sequences).Chunk(options.SequencesPerStore);
        await Parallel.ForEachAsync(
            places,
            new ParallelOptions { MaxDegreeOfParallelism = options.Stores, CancellationToken = cancellationToken },
            async (sequences, token) =>
            {
                var scenes = sequences.Select(sequence => new Scene(unchecked(options.Seed + sequence)));
                await new SequenceRuns(create, options, coverage, token).RunAsync(scenes).ConfigureAwait(false);
            }).ConfigureAwait(false);

        var report = new ModelReport
        {
            Seed = options.Seed,
            Sequences = options.Sequences,
            Steps = coverage.Steps,
            Commands = coverage.Commands,
            Refusals = coverage.Refusals,
        };
        log?.Invoke(report.ToString());
        return report;
    }
}
