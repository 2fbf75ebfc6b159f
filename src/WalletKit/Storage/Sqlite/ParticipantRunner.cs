using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>Runs participants on the write connection, each inside a savepoint that is taken back where the participant fails.</summary>
/// <param name="connection">The write connection.</param>
/// <param name="runs">The participants that run now.</param>
internal sealed class ParticipantRunner(SqliteConnection connection, ParticipantRuns runs) : IDisposable
{
    private readonly ParticipantGuard _guard = new(connection);
    private readonly Statement _savepoint = new(connection, $"SAVEPOINT {ParticipantGuard.Savepoint}");
    private readonly Statement _release = new(connection, $"RELEASE {ParticipantGuard.Savepoint}");
    private readonly Statement _rollbackTo = new(connection, $"ROLLBACK TO {ParticipantGuard.Savepoint}");

    /// <summary>Whether a statement of a participant still reads after the end of the transaction.</summary>
    public bool IsReading => TransactionState.Of(connection) != TransactionState.None;

    /// <summary>Begins a batch that may be taken back.</summary>
    public void Begin() => _savepoint.Execute();

    /// <summary>Keeps the batch, as part of the transaction.</summary>
    public void Keep() => _release.Execute();

    /// <summary>Takes back everything since <see cref="Begin"/>.</summary>
    public void TakeBack()
    {
        _rollbackTo.Execute();
        _release.Execute();
    }

    /// <summary>Has a participant write, and keeps the batch.</summary>
    /// <exception cref="ParticipantFailedException">The participant failed, left violated references, took too long or ended the transaction.</exception>
    public void Run(ISqliteParticipant participant, WriterTransaction transaction, IReadOnlyList<CommandResult> results)
    {
        if (Find(participant, transaction, results) is { } failure)
        {
            throw new ParticipantFailedException(failure, transaction.IsOver);
        }

        Keep();
    }

    public void Dispose()
    {
        _savepoint.Dispose();
        _release.Dispose();
        _rollbackTo.Dispose();
    }

    /// <returns>The reason for which the batch cannot be kept; null where there is none.</returns>
    private Exception? Find(ISqliteParticipant participant, WriterTransaction transaction, IReadOnlyList<CommandResult> results)
    {
        ParticipantRuns.Run run;
        try
        {
            run = runs.Begin(participant);
        }
        catch (Exception exception)
        {
            // The participant's name is host code as well.
            return exception;
        }

        using var _ = run;
        var context = new SqliteParticipantContext(transaction.Joinable!, results, run.Token);
        Exception? thrown = null;
        _guard.Enter(() => run.IsOverdue);
        try
        {
            participant.Write(context);
        }
        catch (Exception exception)
        {
            thrown = exception;
        }
        finally
        {
            context.End();
            _guard.Leave();
        }

        return run.IsOverdue ? run.ToTimeout(thrown)
            : thrown is SqliteException { SqliteErrorCode: raw.SQLITE_AUTH } && _guard.Refused is { } refused
                ? new InvalidOperationException($"The participant {run.Name} may not do this inside a commit of the wallets: {refused}.", thrown)
            : thrown is not null ? thrown
            : transaction.IsOver ? new InvalidOperationException($"The participant {run.Name} ended the transaction, for example by a conflict clause ROLLBACK; nothing of its batch was changed.")
            : CountViolations() is > 0 and var count
                ? new WalletStoreException(StoreFailure.Constraint, $"the participant {run.Name} left references that lead to no row ({count}); nothing of its batch was changed.")
            : null;
    }

    // SQLite checks deferred references at the commit, where one violation would fail all batches.
    private int CountViolations()
    {
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_db_status(connection.Handle!, raw.SQLITE_DBSTATUS_DEFERRED_FKS, out var violations, out _, 0), connection.Handle!);
        return violations;
    }
}
