using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WalletKit.Storage;
using WalletKit.Storage.Relational;
using WalletKit.Storage.Sqlite;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Keeps wallets in a SQLite file in WAL mode, safe between processes of one machine.</summary>
/// <remarks>One writer commits the waiting commands in groups. Readers run beside it.</remarks>
public sealed partial class SqliteWalletStore : WalletStore, IDisposable
{
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ClockGuard _clock;
    private readonly ILogger _logger;
    private readonly SqliteDatabase _database;
    private readonly SqliteReaders _readers;
    private readonly Lock _lock = new();
    private volatile SqliteWriter? _writer;
    private SharedOpening? _opening;
    private bool _closed;

    /// <summary>Makes a store for a file; the file is not touched before the store is opened.</summary>
    /// <param name="options">The settings of the file and of its use; <see cref="SqliteStoreOptions"/> says the ranges.</param>
    /// <param name="timeProvider">The source of the time of each commit.</param>
    /// <param name="logger">The log of openings and failures; null for none.</param>
    /// <param name="clock">The limits within which the clock is trusted; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting breaks its rule; the message names it.</exception>
    public SqliteWalletStore(SqliteStoreOptions options, TimeProvider timeProvider, ILogger<SqliteWalletStore>? logger = null, ClockOptions? clock = null)
        : this(options, timeProvider, logger, clock, SqliteSchema.Current)
    {
    }

    internal SqliteWalletStore(SqliteStoreOptions options, TimeProvider timeProvider, ILogger<SqliteWalletStore>? logger, ClockOptions? clock, SqliteSchema schema)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (SqliteStoreOptionsRules.Check(options) is [var broken, ..])
        {
            throw new ArgumentException(broken, nameof(options));
        }

        _options = options;
        _timeProvider = timeProvider;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        _clock = new ClockGuard(timeProvider, clock, _logger);
        _database = new SqliteDatabase(options, schema, _logger);
        _readers = new SqliteReaders(_database, options.MaxReaders);
        Rebates = new SqliteRebateStore(this, timeProvider);
        Books = new SqliteBookStore(this);
    }

    /// <summary>Gets the full path of the file. Symbolic links are followed, as they are when the store is opened.</summary>
    public string Path => _database.Path;

    internal int EntriesPerTotal => _database.EntriesPerTotal;

    internal bool IsShared => _database.IsShared;

    /// <inheritdoc/>
    public override StoreFeatures Features =>
        StoreFeatures.Rebates | StoreFeatures.Books | StoreFeatures.Erasure | StoreFeatures.Totals | StoreFeatures.KeyRetention | StoreFeatures.Participants
        | StoreFeatures.HostTransactions;

    /// <inheritdoc/>
    public override IReadOnlyList<RunningParticipant> RunningParticipants => _database.Participants.Running;

    /// <inheritdoc/>
    public override IRebateStore Rebates { get; }

    /// <inheritdoc/>
    public override IBookStore Books { get; }

    /// <inheritdoc/>
    public override async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_writer is null || _closed)
        {
            await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ParticipantRules.ThrowIfNot<ISqliteParticipant>(batch);
        return WriteAsync(new CommitRequest(batch), cancellationToken);
    }

    /// <summary>Executes a batch in a <see cref="SqliteTransaction"/> of the host, on the calling thread.</summary>
    /// <inheritdoc/>
    public override async ValueTask<BatchResult> ExecuteInAsync(DbTransaction transaction, CommandBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(batch);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return ExecuteIn(transaction, batch);
    }

    /// <inheritdoc/>
    public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadAsync(static (session, at) => session.FindWallet(at.walletId, at.now), (walletId, now: _timeProvider.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) =>
        ReadAsync(static (session, at) => session.FindWallet(at.ownerId, at.name, at.now), (ownerId, name, now: _timeProvider.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(
            static (session, page) => session.ListWallets(page.ownerId, page.after, page.limit, page.now),
            (ownerId, after, limit, now: _timeProvider.GetUtcNow()),
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(
            static (session, page) => session.ListAllWallets(page.after, page.limit, page.now), (after, limit, now: _timeProvider.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
        ReadAsync(static (session, stretch) => session.ReadHistory(stretch), range, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default) =>
        ReadAsync(static (session, stretch) => session.ReadBackdated(stretch), range, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<TimeCorrection>> ListTimeCorrectionsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(
            static IReadOnlyList<TimeCorrection> (session, page) => session.ListCorrections(page.walletId, page.after, page.limit), (walletId, after, limit), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<BackdatedSum> SumBackdatedAsync(
        WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default) =>
        ReadAsync(
            static (session, part) => session.SumBackdated(part.walletId, part.time, part.afterVersion, part.throughVersion),
            (walletId, time, afterVersion, throughVersion),
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) =>
        WriteAsync(new ReadLatestRequest(walletIds), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        ReadAsync(static (session, id) => session.FindTransaction(id), transactionId, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
        ReadAsync(static (session, at) => session.FindHold(at.holdId, at.now), (holdId, now: _timeProvider.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(
            static (session, page) => session.ListOpenHolds(page.walletId, page.now, page.after, page.limit),
            (walletId, now: _timeProvider.GetUtcNow(), after, limit),
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(
            static IReadOnlyList<WalletId> (session, page) => session.ListExpiringWallets(page.now, page.limit),
            (now: _timeProvider.GetUtcNow(), limit),
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(
            static (session, page) => session.ReadEvents(page.walletId, page.after, page.limit), (walletId, after, limit), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<WalletId>> ListErasuresAsync(int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(static IReadOnlyList<WalletId> (session, most) => session.ListErasures(most), limit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteErasedTextsAsync(WalletId walletId, int limit, CancellationToken cancellationToken = default) =>
        WriteAsync(new EraseTextsRequest(walletId, limit), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// No key is deleted where the first commit after opening came more than <see cref="ClockOptions.MaxGap"/> after the newest times in the file: by a clock that is ahead,
    /// all keys would be old.
    /// </remarks>
    public override async ValueTask<KeyDeletion> DeleteKeysAsync(TimeSpan age, KeyPlace? after, int limit, CancellationToken cancellationToken = default)
    {
        if (!_clock.HasCompared)
        {
            // The comparison comes with the first transaction.
            await WriteAsync(new PassRequest(), cancellationToken).ConfigureAwait(false);
        }

        return _clock.Report().Gap > TimeSpan.Zero ? default : await WriteAsync(new DeleteKeysRequest(age, after, limit), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask<StoreTotals?> ReadTotalsAsync(string? place, CancellationToken cancellationToken = default) =>
        ReadAsync(static (session, place) => session.ReadTotals(place), place, cancellationToken);

    /// <summary>Writes all committed data, as of one moment, into a new file.</summary>
    /// <param name="path">The path of the new file. Its directory exists and the file does not. The file is made for its owner only.</param>
    /// <param name="cancellationToken">Ends the writing in the middle. The unfinished copy is removed.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty or white space.</exception>
    /// <exception cref="WalletStoreException">The file cannot be read, or the copy cannot be made or written.</exception>
    /// <remarks>
    /// The copy is whole without a log and is synced. Writers go on meanwhile. The method also saves the data of a store that has stopped because its file
    /// was moved, removed or replaced, until the store is disposed of.
    /// </remarks>
    public async Task CopyToAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        cancellationToken.ThrowIfCancellationRequested();
        var writer = await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
        var copy = System.IO.Path.GetFullPath(path);

        // A thread of its own, because it blocks for as long as the file is large.
        await Task.Factory.StartNew(() => CopyTo(copy, writer, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <summary>Commits the batches that the store has received, takes no more, and closes the file.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Close() is { } writer)
        {
            await writer.DisposeAsync().ConfigureAwait(false);
        }

        _readers.Dispose();
    }

    /// <summary>Closes the store like <see cref="DisposeAsync"/>, for a container that is disposed of synchronously.</summary>
    /// <remarks>It blocks until the file is closed.</remarks>
    public void Dispose()
    {
        Close()?.Dispose();
        _readers.Dispose();
    }

    internal ValueTask<T> WriteAsync<T>(WriteRequest<WriteSession, T> request, CancellationToken cancellationToken) =>
        _writer is { } writer && !cancellationToken.IsCancellationRequested
            ? writer.ExecuteAsync(request, cancellationToken)
            : OpenAndWriteAsync(request, cancellationToken);

    /// <summary>
    /// Reads on a connection beside the readers', because callers that wait for a reader's connection would wait too long for this read. The store is open. Blocks.
    /// </summary>
    internal T ReadLong<T>(Func<SqliteConnection, T> read)
    {
        var connection = _database.ConnectReader();
        try
        {
            var result = read(connection);
            _database.Watch.Check();
            return result;
        }
        finally
        {
            _database.Close(connection);
        }
    }

    internal async ValueTask<TResult> ReadAsync<TArgument, TResult>(Func<ReadSession, TArgument, TResult> read, TArgument argument, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_writer is null)
        {
            await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
        }

        return await _readers.ReadAsync(read, argument, cancellationToken).ConfigureAwait(false);
    }

    private void CopyTo(string path, SqliteWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            if (_database.Watch.Stopped is not null)
            {
                writer.CopyTo(path, cancellationToken);
                return;
            }

            var connection = _database.ConnectCopier();
            try
            {
                SqliteCopy.Write(connection, path, _database.IsShared, cancellationToken);
                _database.Watch.Check();
            }
            finally
            {
                _database.Close(connection);
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ToStoreException(exception, Path);
        }
    }

    private BatchResult ExecuteIn(DbTransaction transaction, CommandBatch batch)
    {
        _database.Watch.Check();
        try
        {
            var connection = HostTransactionCheck.ConnectionOf(transaction, _database);
            using (var schema = new SchemaGuard(connection, _database))
            {
                schema.Check();
            }

            using var session = new HostSession(connection, _database);
            return session.Execute(batch, _clock);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ToStoreException(exception, Path);
        }
    }

    private async ValueTask<T> OpenAndWriteAsync<T>(WriteRequest<WriteSession, T> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var writer = _writer ?? await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
        return await writer.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
    }

    // All callers that come while the file is being opened share that opening, and each may stop waiting for it. A failed opening is tried
    // again by the next caller: the reason may be gone by then.
    private async ValueTask<SqliteWriter> OpenOnceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (opening, hasJoined) = JoinOpening();
            if (hasJoined)
            {
                await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
                return _writer = opening.Writer;
            }

            // All callers gave up the previous opening, which still holds the file while it rolls back.
            await opening.EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private (SharedOpening Opening, bool HasJoined) JoinOpening()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new WalletStoreException(StoreFailure.Closed, $"the database '{Path}' is closed.");
            }

            if (_opening is null or { HasFailed: true })
            {
                _opening = new SharedOpening(new SqliteWriter(_database, _options, _clock, _timeProvider, _logger));
            }

            return (_opening, _opening.TryJoin());
        }
    }

    /// <returns>The writer to stop, which may still be opening the file; null where no call ever opened the file.</returns>
    private SqliteWriter? Close()
    {
        lock (_lock)
        {
            _closed = true;
            _opening?.GiveUp();
            return _opening?.Writer;
        }
    }
}
