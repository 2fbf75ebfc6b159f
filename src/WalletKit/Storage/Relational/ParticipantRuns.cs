using System.Collections.Concurrent;
using System.Diagnostics;
using WalletKit.Execution;
using WalletKit.Stores;

namespace WalletKit.Storage.Relational;

/// <summary>The participants that run in the commits of one store, for health to name.</summary>
/// <param name="limit">How long a participant may take.</param>
internal sealed class ParticipantRuns(TimeSpan limit)
{
    private readonly ConcurrentDictionary<Run, string> _running = [];

    /// <summary>The participants that run now, the longest first.</summary>
    public IReadOnlyList<RunningParticipant> Running =>
        [.. _running.Select(static run => new RunningParticipant(run.Value, run.Key.Elapsed)).OrderByDescending(static run => run.Elapsed)];

    /// <summary>Whether a batch needs a participant to run after its rules: it was not refused, and it is not a replay as a whole.</summary>
    public static bool IsNeeded(BatchResult result)
    {
        if (result.Refusal is not null)
        {
            return false;
        }

        foreach (var each in result.Results)
        {
            if (!each.Replayed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Begins the run of a participant, which lasts until it is disposed of.</summary>
    public Run Begin(ICommitParticipant participant)
    {
        var run = new Run(this, participant.Name, limit);
        _running[run] = run.Name;
        return run;
    }

    /// <summary>The run of a participant.</summary>
    internal sealed class Run : IDisposable
    {
        private readonly ParticipantRuns _runs;
        private readonly TimeSpan _limit;
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly CancellationTokenSource _timer;
        private readonly ParticipantScope.Run _scope;

        public Run(ParticipantRuns runs, string name, TimeSpan limit)
        {
            (_runs, Name, _limit) = (runs, name, limit);
            _timer = new CancellationTokenSource(limit);
            _scope = ParticipantScope.Enter();
        }

        public string Name { get; }

        public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

        /// <summary>Whether the participant has used up its time. A busy thread pool cancels the token later, and a timer may be a moment early.</summary>
        public bool IsOverdue => _timer.IsCancellationRequested || Elapsed >= _limit;

        /// <summary>Canceled when the time is used up.</summary>
        public CancellationToken Token => _timer.Token;

        /// <summary>The failure of the batch of a participant that took too long.</summary>
        public TimeoutException ToTimeout(Exception? cause) =>
            new($"The participant {Name} took longer than the ParticipantTimeout of {_limit}; nothing of its batch was changed.", cause);

        public void Dispose()
        {
            _runs._running.TryRemove(this, out _);
            _scope.Dispose();
            _timer.Dispose();
        }
    }
}
