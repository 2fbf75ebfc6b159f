using WalletKit.Rules;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Histories;

/// <summary>The search for an order. A call that changes nothing and fits is taken at once; calls that change something are tried one after another.</summary>
internal sealed class Search(History history, long maxTries)
{
    private readonly HashSet<string> _known = [];
    private readonly Stack<Queue<Progress>> _untried = new();
    private Progress _farthest = Progress.Begin(Books.Empty);
    private long _tries;

    public HistoryVerdict Run(Books books)
    {
        _untried.Push(new Queue<Progress>([Progress.Begin(books)]));
        while (_untried.TryPeek(out var next))
        {
            if (!next.TryDequeue(out var progress))
            {
                _untried.Pop();
                continue;
            }

            if (_tries > maxTries)
            {
                return Failed(HistoryOutcome.Undecided);
            }

            progress = TakeWhatChangesNothing(progress);
            if (IsComplete(progress))
            {
                return new HistoryVerdict(HistoryOutcome.Linearizable, _tries, "");
            }

            if (_known.Add(progress.Key(history)))
            {
                _farthest = progress.Order.Count > _farthest.Order.Count ? progress : _farthest;
                _untried.Push(Continuations(progress));
            }
        }

        return Failed(HistoryOutcome.NotLinearizable);
    }

    /// <summary>The calls that may come next: no remaining call ended before they began.</summary>
    public static IEnumerable<int> Candidates(History history, Progress progress)
    {
        var calls = history.Calls;
        var firstEnd = long.MaxValue;
        for (var i = progress.First; i < calls.Length && calls[i].Start <= firstEnd; i++)
        {
            if (!progress.Has(i))
            {
                firstEnd = Math.Min(firstEnd, calls[i].End ?? long.MaxValue);
            }
        }

        return Enumerable.Range(progress.First, calls.Length - progress.First)
            .TakeWhile(i => calls[i].Start <= firstEnd)
            .Where(i => !progress.Has(i))
            .OrderBy(i => calls[i].End ?? long.MaxValue);
    }

    /// <summary>The model's answer to a call, and the books after it.</summary>
    public static (string Text, Books Books) Ask(RecordedCall call, Books books, DateTimeOffset now)
    {
        if (call.Batch is not { } batch)
        {
            var wallets = books.Accounts.Values.Where(account => account.Opening.OwnerId == call.Owner).OrderBy(account => account.Opening.Name, StringComparer.Ordinal);
            return (Answer.Of(wallets.Select(account => account.ToWallet(now))), books);
        }

        var (result, after) = books.Do(batch, now);
        return (Answer.Of(result), after);
    }

    // These calls are right here and block no other call: each continuation that is possible without them is possible with them.
    private Progress TakeWhatChangesNothing(Progress progress)
    {
        while (true)
        {
            var taken = progress;
            foreach (var index in Candidates(history, progress))
            {
                if (history.Calls[index].Answer is { } answer && Try(index, progress) is var (text, books) && text == answer && ReferenceEquals(books, progress.Books))
                {
                    taken = taken.With(index, books);
                }
            }

            if (taken == progress)
            {
                return progress;
            }

            progress = taken;
        }
    }

    private Queue<Progress> Continuations(Progress progress)
    {
        var next = new Queue<Progress>();
        foreach (var index in Candidates(history, progress))
        {
            var (text, books) = Try(index, progress);
            if (!ReferenceEquals(books, progress.Books) && (history.Calls[index].Answer ?? text) == text)
            {
                next.Enqueue(progress.With(index, books));
            }
        }

        return next;
    }

    private (string Text, Books Books) Try(int index, Progress progress)
    {
        _tries++;
        return Ask(history.Calls[index], progress.Books, history.Now);
    }

    // A call that was never answered need not have been done.
    private bool IsComplete(Progress progress) =>
        Enumerable.Range(progress.First, history.Calls.Length - progress.First).All(index => progress.Has(index) || history.Calls[index].Answer is null);

    private HistoryVerdict Failed(HistoryOutcome outcome) => new(outcome, _tries, StuckPoint.Of(history, _farthest, outcome));
}
