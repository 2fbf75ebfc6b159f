using WalletKit.Rules;

namespace WalletKit.Storage.InMemory;

/// <summary>
/// One wallet with its history. Written only by the holder of the wallet's lock; read by anyone at any time, because the
/// wallet is published last: whoever sees it sees every transaction up to its last sequence.
/// </summary>
internal sealed class WalletEntry(Wallet wallet)
{
    private WalletTransaction[] _history = [];
    private Dictionary<string, RecordedCommand>? _recorded;
    private volatile Wallet _wallet = wallet;

    public Wallet Wallet => _wallet;

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
        var last = _wallet.LastSequence;
        return sequence >= 1 && sequence <= last ? Volatile.Read(ref _history)[sequence - 1] : null;
    }

    public List<WalletTransaction> Read(HistoryOrder order, long? after, int limit)
    {
        var last = _wallet.LastSequence;
        var history = Volatile.Read(ref _history);
        var page = new List<WalletTransaction>();
        if (order == HistoryOrder.OldestFirst)
        {
            for (var sequence = Math.Max(after ?? 0, 0) + 1; sequence <= last && page.Count < limit; sequence++)
            {
                page.Add(history[sequence - 1]);
            }
        }
        else
        {
            for (var sequence = Math.Min((after ?? last + 1) - 1, last); sequence >= 1 && page.Count < limit; sequence--)
            {
                page.Add(history[sequence - 1]);
            }
        }

        return page;
    }
}
