using System.Collections.Concurrent;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Model.Running;

/// <summary>Counts the outcomes of sequences, so that a missing kind of command or outcome is noticed.</summary>
internal sealed class Coverage
{
    private readonly ConcurrentDictionary<string, CommandCount> _commands = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private long _steps;

    public IReadOnlyDictionary<string, CommandCount> Commands => new SortedDictionary<string, CommandCount>(_commands, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Refusals => new SortedDictionary<string, long>(_refusals, StringComparer.Ordinal);

    public long Steps => Interlocked.Read(ref _steps);

    public void CountStep() => Interlocked.Increment(ref _steps);

    public void Count(CommitStep step, BatchResult result)
    {
        if (result.Refusal is { } refusal)
        {
            var name = result.RefusedIndex < 0 ? "Batch" : $"{step.Orders[result.RefusedIndex].Kind}";
            Add(name, new CommandCount(0, 0, 1));
            _refusals.AddOrUpdate(refusal.Code, 1, static (_, count) => count + 1);
            return;
        }

        for (var i = 0; i < step.Orders.Length; i++)
        {
            Add($"{step.Orders[i].Kind}", result.Results[i].Replayed ? new CommandCount(0, 1, 0) : new CommandCount(1, 0, 0));
        }
    }

    private void Add(string name, CommandCount more) => _commands.AddOrUpdate(
        name, more, (_, count) => new CommandCount(count.Done + more.Done, count.Replayed + more.Replayed, count.Refused + more.Refused));
}
