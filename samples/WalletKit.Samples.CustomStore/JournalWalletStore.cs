using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

/// <summary>
/// A store of a host's own, made only of WalletKit's public types. All wallets are in memory, and each commit is a line of a journal that is on the disk
/// before the caller gets its answer. The opening of the store reads the journal again. The store is for one process and as many wallets as memory holds.
/// </summary>
public sealed partial class JournalWalletStore : WalletStore
{
    private readonly string _path;
    private readonly TimeProvider _timeProvider;
    private readonly ClockGuard _clock;

    // Commits go through the gate one by one, in the order in which they came.
    private readonly SemaphoreSlim _gate = new(1);

    // Guards the ledger while it changes. It never changes while the disk works.
    private readonly Lock _memory = new();
    private Ledger _ledger = new();
    private volatile JournalFile? _journal;
    private volatile bool _isClosed;

    /// <summary>Creates the store without opening the journal.</summary>
    /// <param name="path">The journal. It is created if it is missing, but its directory is not.</param>
    /// <param name="timeProvider">The clock for the time of each commit.</param>
    public JournalWalletStore(string path, TimeProvider timeProvider)
    {
        (_path, _timeProvider, _clock) = (path, timeProvider, new ClockGuard(timeProvider));
        Rebates = new JournalRebateStore(this);
        Books = new JournalBookStore(this);
    }

    // [example: features]
    public override StoreFeatures Features => StoreFeatures.Rebates | StoreFeatures.Books;

    public override IRebateStore Rebates { get; }

    public override IBookStore Books { get; }
    // [end]

    internal DateTimeOffset Now => _timeProvider.GetUtcNow();

    public override async ValueTask OpenAsync(CancellationToken cancellationToken = default) => await WriteAsync<bool>(_ => (true, []), cancellationToken);

    // [example: commit]
    public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) =>
        batch.Participant is { } participant
            ? throw new InvalidInputException("participant", participant.GetType().Name, "cannot run: the journal has no transaction that rows of a host could be part of")
            : WriteAsync(
                ledger =>
                {
                    var staged = new StagedChanges(ledger);
                    var result = BatchExecution.Execute(batch, staged, _clock.GetUtcNow());
                    return (result, staged.Log.ToArray());
                },
                cancellationToken);
    // [end]

    public override async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _isClosed = true;
        _journal?.Dispose();
        _gate.Release();
    }

    // [example: write]
    /// <summary>Calculates an answer and its changes, and returns the answer once the changes are on the disk. The work itself is not canceled.</summary>
    internal async ValueTask<T> WriteAsync<T>(Func<Ledger, (T Answer, Changes[] Changes)> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ThrowIfClosed();
            var journal = _journal ??= JournalFile.Open(_path, _ledger = new Ledger());
            journal.ThrowIfInDoubt();

            // No other call changes the ledger meanwhile, so it can be read here without its lock.
            var (answer, changes) = work(_ledger);
            if (changes.Length > 0)
            {
                journal.Append(changes);
                lock (_memory)
                {
                    _ledger.Apply(changes);
                }
            }

            return answer;
        }
        finally
        {
            _gate.Release();
        }
    }
    // [end]

    // [example: read]
    /// <summary>Reads the ledger between two commits, when all its commits are on the disk. It waits for no other call but the opening of the store.</summary>
    internal async ValueTask<T> ReadAsync<T>(Func<Ledger, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_journal is null)
        {
            await OpenAsync(cancellationToken);
        }

        ThrowIfClosed();
        _journal!.ThrowIfInDoubt();
        lock (_memory)
        {
            return work(_ledger);
        }
    }
    // [end]

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new WalletStoreException(StoreFailure.Closed, $"the journal '{_path}' is closed.");
        }
    }
}
