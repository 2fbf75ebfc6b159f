using System.Diagnostics.CodeAnalysis;

namespace WalletKit.Storage.Relational;

/// <summary>
/// The requests of one commit, and how they are answered: all together when it stands, and one by one, each in a transaction of its own, when one of them may have broken it
/// for its neighbors.
/// </summary>
/// <param name="log">Logs a failure that does not pass by itself, with the number of requests that failed by it.</param>
internal sealed class CommitGroup<TSession>(Action<int, Exception> log)
{
    private readonly List<WriteRequest<TSession>> _requests = [];

    /// <summary>Takes a request that waits; false where none does.</summary>
    public delegate bool TryNext([NotNullWhen(true)] out WriteRequest<TSession>? request);

    public IReadOnlyList<WriteRequest<TSession>> Requests => _requests;

    public int Count => _requests.Count;

    public WriteRequest<TSession> this[int index] => _requests[index];

    public void Clear() => _requests.Clear();

    /// <summary>Takes waiting requests until the group is as large as a commit may be.</summary>
    public void Take(TryNext next, int maxWeight)
    {
        var weight = 0;
        while (weight < maxWeight && next(out var request))
        {
            if (request.TryTake())
            {
                _requests.Add(request);
                weight += request.Weight;
            }
        }
    }

    /// <summary>Answers the requests after an attempt to commit all of them.</summary>
    /// <param name="failure">The reason why nothing is known to be committed; null where all was committed.</param>
    /// <returns>True where no request is answered and each request must be tried alone.</returns>
    public bool Answer(Exception? failure)
    {
        if (failure is null)
        {
            _requests.ForEach(static request => request.Complete());
            return false;
        }

        if (_requests.Count > 1 && IsOneRequestsFault(failure))
        {
            return true;
        }

        Fail(failure, 0, _requests.Count);
        return false;
    }

    /// <summary>Answers one request after an attempt to commit it alone.</summary>
    /// <param name="index">The index of the request.</param>
    /// <param name="failure">The reason why it is not known to be committed; null where it was committed.</param>
    /// <returns>False where the rest would meet the same failure and is answered as well.</returns>
    public bool AnswerAlone(int index, Exception? failure)
    {
        if (failure is null)
        {
            _requests[index].Complete();
            return true;
        }

        Fail(failure, index, 1);
        if (IsOneRequestsFault(failure))
        {
            return true;
        }

        // The rest would meet it too, each after a wait of its own; but nothing of the rest was sent.
        var rest = failure is WalletStoreException { OutcomeUnknown: true } store ? new WalletStoreException(store.Failure, store.Message, store.InnerException) : failure;
        Fail(rest, index + 1, _requests.Count - index - 1);
        return false;
    }

    /// <summary>Leaves requests to be done later, and answers them in no way.</summary>
    public void Remove(IReadOnlyCollection<WriteRequest<TSession>> requests)
    {
        if (requests.Count > 0)
        {
            var later = requests.ToHashSet();
            _requests.RemoveAll(later.Contains);
        }
    }

    /// <summary>Adds a request that the caller has taken.</summary>
    public void Add(WriteRequest<TSession> request) => _requests.Add(request);

    /// <summary>Fails every request that was not answered yet, without a log.</summary>
    public void Abandon(Exception exception) => _requests.ForEach(request => request.Fail(exception));

    // A commit whose outcome is unknown must not be made again. A refusal by the database or the system would meet each request alone as well.
    private static bool IsOneRequestsFault(Exception failure) => failure is not WalletStoreException store
        || (!store.OutcomeUnknown && store.Failure is StoreFailure.Constraint or StoreFailure.Corrupt or StoreFailure.Other);

    // The log comes first, so that a host that looks into it after its call has failed finds the reason.
    private void Fail(Exception failure, int from, int count)
    {
        try
        {
            // The caller knows its own host code, and gets the exception.
            if (count > 0 && failure is not (WalletStoreException { IsTransient: true } or ParticipantFailedException))
            {
                log(count, failure);
            }
        }
        finally
        {
            for (var i = from; i < from + count; i++)
            {
                _requests[i].Fail(failure);
            }
        }
    }
}
