using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Storage;

namespace WalletKit.Samples.CustomStore;

/// <summary>
/// A store of a host's own, made of nothing but what WalletKit shows to everybody: all wallets in memory behind one gate, and each commit a line of
/// a journal that is on the disk before the caller is answered. Opening reads the journal again. For one process and as many wallets as memory holds.
/// </summary>
public sealed partial class JournalWalletStore : IWalletStore
{
    private readonly string _path;
    private readonly TimeProvider _timeProvider;

    // Let in in the order in which they came: who waits for it has handed over, and is ahead of all who come later.
    private readonly SemaphoreSlim _gate = new(1);
    private Ledger _ledger = new();
    private JournalFile? _journal;
    private bool _isClosed;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="path">The journal; it is made if it is missing, its directory is not.</param>
    /// <param name="timeProvider">Where the time of each commit comes from.</param>
    public JournalWalletStore(string path, TimeProvider timeProvider)
    {
        (_path, _timeProvider) = (path, timeProvider);
        Rebates = new JournalRebateStore(this);
        Books = new JournalBookStore(this);
    }

    public IRebateStore Rebates { get; }

    public IBookStore Books { get; }

    internal DateTimeOffset Now => _timeProvider.GetUtcNow();

    public async ValueTask OpenAsync(CancellationToken cancellationToken = default) => await ReadAsync(_ => true, cancellationToken);

    // [example: commit]
    public ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) => WriteAsync(
        ledger =>
        {
            var staged = new StagedChanges(ledger);
            var result = BatchExecution.Execute(batch, staged, Now);
            return (result, staged.Log.ToArray());
        },
        cancellationToken);
    // [end]

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _isClosed = true;
        _journal?.Dispose();
        _gate.Release();
    }

    // [example: write]
    /// <summary>Works out an answer and the changes that make it true, and gives it once they are on the disk.</summary>
    internal ValueTask<T> WriteAsync<T>(Func<Ledger, (T Answer, Changes[] Changes)> work, CancellationToken cancellationToken) => ReadAsync(
        ledger =>
        {
            var (answer, changes) = work(ledger);
            if (changes.Length > 0)
            {
                _journal!.Append(changes);
                ledger.Apply(changes);
            }

            return answer;
        },
        cancellationToken);
    // [end]

    // [example: read]
    /// <summary>Asks the ledger while nobody else does. From here on a call is not cancelled any more.</summary>
    internal async ValueTask<T> ReadAsync<T>(Func<Ledger, T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isClosed)
            {
                throw new WalletStoreException(StoreFailure.Closed, $"the journal '{_path}' is closed.");
            }

            _journal ??= JournalFile.Open(_path, _ledger = new Ledger());
            _journal.ThrowIfInDoubt();
            return work(_ledger);
        }
        finally
        {
            _gate.Release();
        }
    }
    // [end]
}
