using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Model.Running;

/// <summary>Makes a failing sequence as small as possible while it still fails: first by leaving out steps, then by simplifying the rest.</summary>
/// <param name="fails">Runs steps on a store of their own, and says whether they fail.</param>
/// <param name="maxRuns">The number of runs that the search may use.</param>
internal sealed class Shrinking(Func<IReadOnlyList<Step>, Task<bool>> fails, int maxRuns)
{
    private int _runs;

    public async Task<IReadOnlyList<Step>> ShrinkAsync(IReadOnlyList<Step> steps)
    {
        int before;
        do
        {
            before = _runs == 0 ? int.MaxValue : Size(steps);
            steps = await LeaveOutAsync(steps).ConfigureAwait(false);
            steps = await SimplifyAsync(steps).ConfigureAwait(false);
        }
        while (Size(steps) < before && _runs < maxRuns);

        return steps;
    }

    private static int Size(IReadOnlyList<Step> steps) => steps.Sum(step => $"{step}".Length);

    // Large stretches are left out first, single steps last.
    private async Task<IReadOnlyList<Step>> LeaveOutAsync(IReadOnlyList<Step> steps)
    {
        for (var size = Math.Max(1, steps.Count / 2); size >= 1; size /= 2)
        {
            for (var from = steps.Count - size; from >= 0; from -= size)
            {
                steps = await TryAsync(steps, [.. steps.Take(from), .. steps.Skip(from + size)]).ConfigureAwait(false);
            }
        }

        return steps;
    }

    private async Task<IReadOnlyList<Step>> SimplifyAsync(IReadOnlyList<Step> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var simplify in Simpler.Ways)
            {
                // A simplification is applied again while it still succeeds: one that leaves out a command of a batch, for example.
                while (simplify(steps[i]) is { } simpler && simpler.ToString() != steps[i].ToString())
                {
                    IReadOnlyList<Step> tried = [.. steps.Take(i), simpler, .. steps.Skip(i + 1)];
                    if (await TryAsync(steps, tried).ConfigureAwait(false) != tried)
                    {
                        break;
                    }

                    steps = tried;
                }
            }
        }

        return steps;
    }

    private async Task<IReadOnlyList<Step>> TryAsync(IReadOnlyList<Step> steps, IReadOnlyList<Step> fewer) =>
        _runs++ < maxRuns && await fails(fewer).ConfigureAwait(false) ? fewer : steps;
}
