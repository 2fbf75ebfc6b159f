using System.Data.Common;
using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// Calls in transactions of hosts, done in turn, each on the connection of its transaction and inside a savepoint. Nothing is remembered from call to call, because the
/// host may have taken back what an earlier call wrote.
/// </summary>
internal sealed class HostCall(PostgreSqlSchema schema, PostgreSqlStoreOptions options, PostgreSqlClock clock, StorePlace place)
{
    // Each attempt meets a wallet that another one opened or that no command had named. A command names a few of these at most.
    private const int MaxAttempts = 10;

    private const string Begin = "SAVEPOINT walletkit_call";
    private const string End = "RELEASE SAVEPOINT walletkit_call";
    private const string TakeBack = "ROLLBACK TO SAVEPOINT walletkit_call";

    private readonly HostTransactionState _state = new(schema);
    private readonly StateLoader _loader = new(schema, isWaiting: true);
    private readonly ChangeWriter _writer = new(schema);
    private readonly CommitMarks _marks = new(schema, options);
    private readonly StateNeeds _needs = new();
    private readonly LoadedStates _states = new();
    private readonly QueryBatch _batch = new();
    private NpgsqlConnection _connection = null!;

    /// <summary>Executes a batch. Where it is refused or fails, the transaction is as it was, unless the connection is lost.</summary>
    public async Task<BatchResult> ExecuteAsync(DbTransaction transaction, CommandBatch batch, CancellationToken cancellationToken)
    {
        _connection = HostTransactionState.ConnectionOf(transaction);
        _needs.Clear();
        _needs.Add(batch);
        try
        {
            await EnterAsync(transaction, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception))
        {
            throw PostgreSqlErrors.ToStoreException(exception);
        }

        try
        {
            return await ExecuteInsideAsync(batch).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await LeaveAsync().ConfigureAwait(false);
            if (PostgreSqlErrors.IsOfServer(exception))
            {
                throw PostgreSqlErrors.ToStoreException(exception);
            }

            throw;
        }
    }

    private async Task EnterAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _batch.Clear();
        _batch.Add(Begin);
        await SendAsync(() => HostTransactionState.HasFailed(transaction)).ConfigureAwait(false);
        try
        {
            _state.AddTo(_batch);
            await SendAsync(() => HostTransactionState.IsElsewhere(transaction)).ConfigureAwait(false);
            schema.CheckInUse(_state.Version);
            await _state.CheckAsync(transaction, place, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await LeaveAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<BatchResult> ExecuteInsideAsync(CommandBatch batch)
    {
        await FindOutAsync(batch).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await TryExecuteAsync(batch).ConfigureAwait(false) is { } result)
                {
                    return result;
                }
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation && PostgreSqlErrors.IsWorthRetrying(exception) && attempt < MaxAttempts)
            {
                // Another transaction opened the wallet, and has committed by now.
                await FindOutAgainAsync(batch).ConfigureAwait(false);
                continue;
            }

            // The wallets must be locked in the order of all wallets. Going back gives up the locks of this call, and keeps those of earlier calls.
            if (attempt == MaxAttempts)
            {
                throw PostgreSqlErrors.Locked();
            }

            await GoBackAsync().ConfigureAwait(false);
        }
    }

    private async Task FindOutAgainAsync(CommandBatch batch)
    {
        await GoBackAsync().ConfigureAwait(false);
        await FindOutAsync(batch).ConfigureAwait(false);
    }

    // Which wallets are meant, where that stands in rows that never change: so it can be read before anything is locked.
    private async Task FindOutAsync(CommandBatch batch)
    {
        if (_needs.Names.Count == 0 && _needs.Transactions.Count == 0)
        {
            return;
        }

        var asked = new StateNeeds();
        asked.Names.UnionWith(_needs.Names);
        asked.Transactions.UnionWith(_needs.Transactions);
        var found = new LoadedStates();
        _loader.AddTo(_batch, asked, found, isLocking: false);
        await SendAsync().ConfigureAwait(false);
        foreach (var command in batch)
        {
            if (command is OpenWallet open && found.FindWalletId(open.OwnerId, open.Name) is { } standing)
            {
                _needs.Wallets.Add(standing);
            }
            else if (command is Reverse reverse && found.FindTransaction(reverse.Transaction)?.Links.Counterpart is { } counterpart)
            {
                _needs.Wallets.Add(counterpart.WalletId);
                _needs.Transactions.Add(counterpart);
            }
        }
    }

    /// <returns>Null where wallets are missing, or were opened meanwhile.</returns>
    private async Task<BatchResult?> TryExecuteAsync(CommandBatch batch)
    {
        DateTimeOffset? newest = null;
        var elapsed = clock.Guard.GetElapsedTicks();
        var mustCompare = !clock.Guard.HasCompared;
        _states.Clear();
        _loader.Clear();
        if (mustCompare)
        {
            _marks.AddNewestTo(_batch, time => newest = time);
        }

        HostTransactionState.AddPlansTo(_batch);
        _batch.Add("SELECT clock_timestamp()", row => _states.SeenAt(PostgreSqlRows.ReadTime(row)));
        _loader.AddTo(_batch, _needs, _states, isLocking: true);
        await LoadAsync().ConfigureAwait(false);
        if (_states.Skipped.Count > 0)
        {
            return null;
        }

        // The locks are held, so the time is not earlier than the time of a commit for which they waited.
        var now = clock.Commit(_states.ReadAt, elapsed);
        if (mustCompare)
        {
            clock.Guard.Compare(now, newest, newest);
        }

        while (true)
        {
            var staged = new StagedChanges(_states);
            var result = Decide(batch, staged, now);
            if (_states.Missing.IsEmpty)
            {
                await WriteAsync(staged, now).ConfigureAwait(false);
                return result!;
            }

            if (_states.Missing.Wallets.Count > 0)
            {
                _needs.Add(_states.Missing);
                return null;
            }

            // The lock of a wallet covers the rows that belong to it.
            var missing = new StateNeeds();
            missing.Add(_states.Missing);
            _loader.AddTo(_batch, missing, _states, isLocking: true);
            await LoadAsync().ConfigureAwait(false);
        }
    }

    private BatchResult? Decide(CommandBatch batch, StagedChanges staged, DateTimeOffset now)
    {
        try
        {
            return BatchExecution.Execute(batch, staged, now);
        }
        catch (Exception) when (!_states.Missing.IsEmpty)
        {
            // The rules may fail on states that contradict each other, because one of them is loaded and the other not yet. Such a failure counts for nothing.
            return null;
        }
    }

    private async Task WriteAsync(StagedChanges staged, DateTimeOffset now)
    {
        if (staged.Log.IsEmpty)
        {
            _batch.Add(TakeBack);
        }
        else
        {
            // Each call has a row of its own, which a savepoint of the host takes back together with the entries that it names.
            _marks.AddTo(_batch, new CommitMark(_needs.Wallets.First(), _state.Id, 1), now, staged);
            _writer.AddTo(_batch, staged, _states);
            _state.AddRestoreTo(_batch);
        }

        _batch.Add(End);
        await SendAsync().ConfigureAwait(false);
    }

    private async Task LoadAsync()
    {
        await SendAsync().ConfigureAwait(false);
        await _loader.FinishAsync(_batch, _connection, _states, _connection.CommandTimeout, isKept: false).ConfigureAwait(false);
        _states.Missing.Clear();
    }

    private async Task GoBackAsync()
    {
        _batch.Clear();
        _batch.Add(TakeBack);
        await SendAsync().ConfigureAwait(false);
    }

    // On a connection that is lost there is nothing to leave: the server takes the transaction back.
    private async Task LeaveAsync()
    {
        _batch.Clear();
        _batch.Add(TakeBack);
        _batch.Add(End);
        try
        {
            await SendAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception) || exception is InvalidOperationException)
        {
            _batch.Clear();
        }
    }

    // Once a statement was sent, nothing cancels it: the server would end the host's transaction with it. The connection keeps none of the statements.
    private async Task SendAsync(Func<InvalidInputException>? refused = null)
    {
        try
        {
            await _batch.RunAsync(_connection, _connection.CommandTimeout, CancellationToken.None, isKept: false).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (refused is not null && HostTransactionState.IsOfTransaction(exception))
        {
            throw refused();
        }
    }
}
