using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Model.Running;

/// <summary>Runs sequences one after another on one store, and examines a failing sequence more closely.</summary>
internal sealed class SequenceRuns(Func<WalletStoreSubject> create, ModelOptions options, Coverage coverage, CancellationToken cancellationToken)
{
    private const int MaxShrinkingRuns = 1_000;

    /// <exception cref="ModelDifferenceException">A sequence failed.</exception>
    public async Task RunAsync(IEnumerable<Scene> scenes)
    {
        var session = new Session(create());
        await using var disposal = session.ConfigureAwait(false);
        foreach (var scene in scenes)
        {
            var steps = new List<Step>();
            if (await RunAsync(session, scene, steps).ConfigureAwait(false) is { } difference)
            {
                throw await ExplainAsync(scene, steps, difference).ConfigureAwait(false);
            }
        }
    }

    private async Task<Difference?> RunAsync(Session session, Scene scene, List<Step> steps)
    {
        session.Begin();
        var generator = new StepGenerator(scene, session.MayRestart, session.Features);
        var length = generator.Length(options.StepsPerSequence / 4, options.StepsPerSequence);
        for (var i = 0; i <= length + 1; i++)
        {
            steps.Add(
                i == 0 ? generator.Opening()
                : i == length ? new ReadStep()
                : i == length + 1 ? new SettleStep()
                : generator.Next(session.Books, session.Now));
            coverage.CountStep();
            if (await session.DoAsync(scene, steps[^1], coverage, cancellationToken).ConfigureAwait(false) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private async Task<ModelDifferenceException> ExplainAsync(Scene scene, List<Step> steps, Difference difference)
    {
        if (await ReplayAsync(scene, steps).ConfigureAwait(false) is null)
        {
            const string NotAlone = "These steps alone do not show it: it takes the sequences before them on the same store, or happens only now and then.";
            return new ModelDifferenceException(scene.Seed, steps.Count, Report.Of(scene, steps, difference, NotAlone));
        }

        var shrinking = new Shrinking(async fewer => await ReplayAsync(scene, fewer).ConfigureAwait(false) is not null, MaxShrinkingRuns);
        var shrunk = await shrinking.ShrinkAsync(steps).ConfigureAwait(false);
        var shown = await ReplayAsync(scene, shrunk).ConfigureAwait(false) ?? difference;
        return new ModelDifferenceException(scene.Seed, shrunk.Count, Report.Of(scene, shrunk, shown, $"Shrunk from {steps.Count} steps."));
    }

    private async Task<Difference?> ReplayAsync(Scene scene, IReadOnlyList<Step> steps)
    {
        var session = new Session(create());
        await using var disposal = session.ConfigureAwait(false);
        session.Begin();
        foreach (var step in steps)
        {
            if (await session.DoAsync(scene, step, null, cancellationToken).ConfigureAwait(false) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }
}
