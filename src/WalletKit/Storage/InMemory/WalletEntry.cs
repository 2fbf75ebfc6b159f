using WalletKit.Rules;

namespace WalletKit.Storage.InMemory;

/// <summary>
/// One wallet with its history. Written only by the holder of the wallet's lock; read by anyone at any time, because the
/// wallet is published last: whoever sees it sees every transaction up to its last sequence, and nobody sees half of a batch.
/// </summary>
internal sealed class WalletEntry
{
    private WalletTransaction[] _history = [];
    private Dictionary<string, RecordedCommand>? _recorded;
    private volatile Wallet? _wallet;

    /// <summary>The wallet; null before it is first published.</summary>
    public Wallet? Wallet => _wallet;

    private long LastSequence => _wallet?.LastSequence ?? 0;

    public void Publish(Wallet wallet) => _wallet = wallet;

    public void Append(WalletTransaction transaction)
    {
        var index = transaction.Sequence - 1;
        if (index == _history.Length)
        {
            Array.Resize(ref _history, Math.Max(4, _history.Length * 2));
        }

        _history[index] = transaction;
    }

    public RecordedCommand? FindRecorded(string key) => _recorded?.GetValueOrDefault(key);

    public void Record(RecordedCommand recorded) => (_recorded ??= new(StringComparer.Ordinal))[recorded.Key] = recorded;

    public WalletTransaction? FindTransaction(long sequence)
    {
        var last = LastSequence;
        return sequence >= 1 && sequence <= last ? Volatile.Read(ref _history)[sequence - 1] : null;
    }

    public List<WalletTransaction> Read(HistoryOrder order, long? after, int limit)
    {
        var last = LastSequence;
        var history = Volatile.Read(ref _history);
        var page = new List<WalletTransaction>();
        if (order == HistoryOrder.OldestFirst)
        {
            // Held within the history, as a caller may name any number at all.
            for (var index = Math.Clamp(after ?? 0, 0, last); index < last && page.Count < limit; index++)
            {
                page.Add(history[index]);
            }
        }
        else
        {
            for (var index = Math.Clamp(after ?? last + 1, 1, last + 1) - 2; index >= 0 && page.Count < limit; index--)
            {
                page.Add(history[index]);
            }
        }

        return page;
    }
}
