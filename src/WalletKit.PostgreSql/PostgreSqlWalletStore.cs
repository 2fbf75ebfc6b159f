using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WalletKit.PostgreSql;
using WalletKit.PostgreSql.Auditing;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rebates;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Totals;
using WalletKit.PostgreSql.Writing;
using WalletKit.Storage;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Keeps wallets in a PostgreSQL database, which many hosts may share.</summary>
/// <remarks>Writers commit the waiting commands in groups under row locks. Readers run beside them.</remarks>
public sealed partial class PostgreSqlWalletStore : WalletStore, IDisposable
{
    private readonly PostgreSqlStoreOptions _options;
    private readonly PostgreSqlClock _clock;
    private readonly ILogger _logger;
    private readonly PostgreSqlSchema _schema;
    private readonly NpgsqlDataSource _dataSource;
    private readonly PostgreSqlReader _reader;
    private readonly PostgreSqlReader? _replica;
    private readonly ReplicaReader _history;
    private readonly RebateNews _news;
    private readonly CommitNumbering _numbering;
    private readonly ParticipantRuns _participants;
    private readonly StorePlace _place;
    private readonly ConcurrentBag<HostCall> _hostCalls = [];
    private readonly Lock _lock = new();
    private volatile PostgreSqlWriter[]? _writers;
    private Task<PostgreSqlWriter[]>? _opening;
    private Task? _closing;

    /// <summary>Creates a store for a database. It does not connect before it is opened.</summary>
    /// <param name="options">The settings of the database and of its use; <see cref="PostgreSqlStoreOptions"/> says the ranges.</param>
    /// <param name="timeProvider">
    /// The source of the time of each commit. <c>TimeProvider.System</c> stands for the server's clock, which all hosts share.
    /// </param>
    /// <param name="logger">The log of openings and failures; null for none.</param>
    /// <param name="clock">The limits within which the clock is trusted; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting breaks its rule; the message names it.</exception>
    public PostgreSqlWalletStore(PostgreSqlStoreOptions options, TimeProvider timeProvider, ILogger<PostgreSqlWalletStore>? logger = null, ClockOptions? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (PostgreSqlStoreOptionsRules.Check(options) is [var broken, ..])
        {
            throw new ArgumentException(broken, nameof(options));
        }

        _options = options;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        _clock = new PostgreSqlClock(timeProvider, new ClockGuard(timeProvider, clock, _logger));
        _participants = new ParticipantRuns(options.ParticipantTimeout);
        _schema = new PostgreSqlSchema(options.Schema, PostgreSqlMigrations.All);
        _dataSource = options.DataSource ?? PostgreSqlOpening.CreateDataSource(options.ConnectionString!);
        _reader = new PostgreSqlReader(_dataSource, options);
        _place = new StorePlace(_reader, _schema);
        _replica = options.ReadDataSource is { } readDataSource ? new PostgreSqlReader(readDataSource, options) : null;
        _history = new ReplicaReader(_reader, _replica, _schema, _logger);
        _news = new RebateNews(_dataSource, options, timeProvider, _logger);
        _numbering = new CommitNumbering(_reader, _schema, options, _logger);
        Rebates = new PostgreSqlRebateStore(this, _schema, _news, _clock);
        Books = new PostgreSqlBookStore(this, _schema, options.CommitsPerTotal);
    }

    /// <inheritdoc/>
    public override StoreFeatures Features =>
        StoreFeatures.Rebates | StoreFeatures.Books | StoreFeatures.Erasure | StoreFeatures.Totals | StoreFeatures.KeyRetention | StoreFeatures.Participants
        | StoreFeatures.HostTransactions;

    /// <inheritdoc/>
    public override IReadOnlyList<RunningParticipant> RunningParticipants => _participants.Running;

    /// <inheritdoc/>
    public override IRebateStore Rebates { get; }

    /// <inheritdoc/>
    public override IBookStore Books { get; }

    /// <summary>Returns the SQL that makes the tables, for a host that does not let the store make them.</summary>
    /// <param name="schema">The schema, by the rule of <see cref="PostgreSqlStoreOptions.Schema"/>.</param>
    /// <param name="from">The version that the database has; 0 if it has none.</param>
    /// <param name="partitions">
    /// How many hash partitions by wallet each of the largest tables gets, 2 to 256; 0 for none. Only new tables can be partitioned.
    /// </param>
    /// <exception cref="ArgumentException">The schema breaks its rule, or partitions are asked for where the tables are there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">This release cannot migrate from the version, or the partitions are out of their range.</exception>
    public static string CreateScript(string schema = PostgreSqlStoreOptions.DefaultSchema, int from = 0, int partitions = 0)
    {
        if (partitions is not 0 and (< 2 or > PostgreSqlMigrations.MaxPartitions))
        {
            throw new ArgumentOutOfRangeException(nameof(partitions), partitions, $"must be 0, or 2 to {PostgreSqlMigrations.MaxPartitions}");
        }

        if (partitions > 0 && from > 0)
        {
            throw new ArgumentException("must be 0 where the tables are there already: only new tables can be partitioned", nameof(partitions));
        }

        var tables = SchemaOf(schema, partitions);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, tables.Version);
        return tables.CreateScript(from);
    }

    /// <summary>Returns the SQL that grants a role what it needs of the tables and views, and no more.</summary>
    /// <remarks>The owner of the tables runs it, after the tables were made and again after each migration.</remarks>
    /// <param name="role">The name of the role, which exists. It has 1 to 63 bytes of UTF-8 and no control characters.</param>
    /// <param name="access">The kind of work that the role does.</param>
    /// <param name="schema">The schema, by the rule of <see cref="PostgreSqlStoreOptions.Schema"/>.</param>
    /// <exception cref="ArgumentException">The role or the schema breaks its rule.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The access is not one of the values.</exception>
    public static string CreateGrants(string role, PostgreSqlAccess access, string schema = PostgreSqlStoreOptions.DefaultSchema) =>
        PostgreSqlGrants.Create(SchemaOf(schema), role, access);

    /// <inheritdoc/>
    public override async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ParticipantRules.ThrowIfNot<IPostgreSqlParticipant>(batch);
        return _writers is { } writers && !cancellationToken.IsCancellationRequested
            ? WriterOf(batch, writers).ExecuteAsync(new CommitRequest(batch), cancellationToken)
            : OpenAndCommitAsync(batch, cancellationToken);
    }

    /// <summary>Executes a batch in an <see cref="NpgsqlTransaction"/> of the host, on the host's connection.</summary>
    /// <inheritdoc/>
    public override async ValueTask<BatchResult> ExecuteInAsync(DbTransaction transaction, CommandBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(batch);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var call = _hostCalls.TryTake(out var free) ? free : new HostCall(_schema, _options, _clock, _place);
        try
        {
            return await call.ExecuteAsync(transaction, batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _hostCalls.Add(call);
        }
    }

    /// <summary>Commits what was handed over, takes no more, and gives the connections back.</summary>
    public override ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            return new ValueTask(_closing ??= CloseAsync(_opening));
        }
    }

    /// <summary>Closes the store like <see cref="DisposeAsync"/>, for a container that is disposed of synchronously.</summary>
    /// <remarks>It blocks until the connections are given back.</remarks>
    public void Dispose()
    {
#pragma warning disable RS0030 // A caller of the synchronous Dispose expects to be blocked, and the writers do not need its thread.
        DisposeAsync().AsTask().Wait();
#pragma warning restore RS0030
    }

    internal static WalletStoreException Closed() => new(StoreFailure.Closed, "the database is closed.");

    /// <summary>Reads beside the writers.</summary>
    internal async ValueTask<PostgreSqlReader> OpenReaderAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_writers is null || _closing is not null)
        {
            await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
        }

        return _reader;
    }

    private static PostgreSqlSchema SchemaOf(string schema, int partitions = 0) => PostgreSqlStoreOptionsRules.CheckSchema(schema) is { } broken
        ? throw new ArgumentException(broken, nameof(schema))
        : new PostgreSqlSchema(schema, PostgreSqlMigrations.Partitioned(partitions));

    /// <summary>Reads the journals of wallets, where possible on a replica.</summary>
    private async ValueTask<ReplicaReader> OpenHistoryAsync(CancellationToken cancellationToken)
    {
        await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        return _history;
    }

    // A wallet's commands meet in one group, however many there are. A transfer is its source's.
    private static PostgreSqlWriter WriterOf(CommandBatch batch, PostgreSqlWriter[] writers) =>
        writers[(int)((uint)batch[0].WalletId.GetHashCode() % (uint)writers.Length)];

    private async ValueTask<BatchResult> OpenAndCommitAsync(CommandBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var writers = await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
        return await WriterOf(batch, writers).ExecuteAsync(new CommitRequest(batch), cancellationToken).ConfigureAwait(false);
    }

    // All callers that come while the store is being opened share that opening, and each may stop waiting for it. A failed opening is tried
    // again by the next caller: the reason may be gone by then.
    private async ValueTask<PostgreSqlWriter[]> OpenOnceAsync(CancellationToken cancellationToken)
    {
        Task<PostgreSqlWriter[]> opening;
        lock (_lock)
        {
            if (_closing is not null)
            {
                throw Closed();
            }

            if (_opening is null or { IsFaulted: true })
            {
                // Nothing of the first caller's goes on here, an ambient transaction least of all.
                using var _ = ExecutionContext.SuppressFlow();
                _opening = Task.Run(StartAsync, CancellationToken.None);
            }

            opening = _opening;
        }

        return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private GroupCommitter NewCommitter() => new(_dataSource, _schema, _options, _clock, _participants, _numbering.Note, _news.Announce, _logger);

    private async Task<PostgreSqlWriter[]> StartAsync()
    {
        await PostgreSqlOpening.OpenAsync(_dataSource, _schema, _options, _logger).ConfigureAwait(false);
        var writers = new PostgreSqlWriter[_options.Writers];
        for (var i = 0; i < writers.Length; i++)
        {
            writers[i] = new PostgreSqlWriter(_options, NewCommitter);
        }

        return _writers = writers;
    }

    private async Task CloseAsync(Task<PostgreSqlWriter[]>? opening)
    {
        // Not in the caller's lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (opening is not null)
            {
                await Task.WhenAll((await opening.ConfigureAwait(false)).Select(static writer => writer.DisposeAsync().AsTask())).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The store never was open, and the caller that tried to open it got the reason.
        }

        await _numbering.DisposeAsync().ConfigureAwait(false);
        await _news.DisposeAsync().ConfigureAwait(false);
        if (_options.DataSource is null)
        {
            await _dataSource.DisposeAsync().ConfigureAwait(false);
        }
    }
}
