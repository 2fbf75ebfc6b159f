using WalletKit.Storage.Relational;

namespace WalletKit.Storage.InMemory;

/// <summary>The idempotency keys of all wallets as they were recorded, so that the oldest keys are found without a look at any other.</summary>
internal sealed class KeyQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<KeptKey> _keys = [];

    public void Add(KeptKey key)
    {
        lock (_gate)
        {
            _keys.Enqueue(key);
        }
    }

    /// <summary>Takes the first keys off the queue, up to a number of them, that were recorded at or before a time.</summary>
    public List<KeptKey> Take(DateTimeOffset time, int limit)
    {
        var taken = new List<KeptKey>();
        lock (_gate)
        {
            while (taken.Count < limit && _keys.TryPeek(out var first) && first.RecordedAt <= time)
            {
                taken.Add(_keys.Dequeue());
            }
        }

        return taken;
    }
}
