using System.Globalization;
using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Writing;

/// <summary>Runs the participant of a commit, after the rows of its batch were written.</summary>
/// <param name="runs">The participants that run now.</param>
/// <param name="options">The settings of the store.</param>
internal sealed class ParticipantRunner(ParticipantRuns runs, PostgreSqlStoreOptions options)
{
    // An asynchronous participant that heeds its token ends well before this.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private static readonly ColumnList s_state = new();
    private static readonly Column s_transaction = s_state.Add("pg_current_xact_id()::text");
    private static readonly Column s_synchronous = s_state.Add("current_setting('synchronous_commit')");
    private static readonly string s_limit =
        $"SELECT {s_state.Names}, set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true), {SessionSettings.ForHost}";

    private static readonly ColumnList s_ending = new();
    private static readonly Column s_isOurs = s_ending.Add("pg_current_xact_id_if_assigned()::text IS NOT DISTINCT FROM $1");
    private static readonly string s_end = $"SELECT {s_ending.Names}, set_config('synchronous_commit', $2, true), set_config('statement_timeout', '0', true)";

    private string _transaction = "";
    private string _synchronous = "";

    /// <summary>Adds the statements that prepare the transaction for host code.</summary>
    public void AddTo(QueryBatch batch)
    {
        var idle = options.ParticipantTimeout + s_grace + options.IdleTransactionTimeout;
        batch.Add(s_limit, Note, Parameter.Of(Milliseconds(options.ParticipantTimeout)), Parameter.Of(Milliseconds(idle)));
    }

    /// <summary>Whether the commit was of the transaction that the store had begun.</summary>
    public bool IsOurs { get; private set; }

    /// <summary>
    /// Adds the statements between host code and the commit. References that the host code violates are found before the commit. Durability and limits are again the store's.
    /// </summary>
    public void AddEndTo(QueryBatch batch)
    {
        IsOurs = false;
        batch.Add("SET CONSTRAINTS ALL IMMEDIATE");
        batch.Add(s_end, row => IsOurs = PostgreSqlRows.Row(row).Flag(s_isOurs), Parameter.Of(_transaction), Parameter.Of(_synchronous));
    }

    /// <summary>The failure of a batch, where the statements of <see cref="AddEndTo"/> or the commit failed by a fault of the participant; null where they failed by anything else.</summary>
    public static ParticipantFailedException? FaultOf(Exception exception) => exception switch
    {
        PostgresException { InvariantSeverity: "ERROR" } postgres when !IsWorthAnotherRun(postgres) => new ParticipantFailedException(exception, isTransactionLost: false),

        // A reader was left open, or the connection was closed. Nothing was sent.
        InvalidOperationException => new ParticipantFailedException(exception, isTransactionLost: true),
        _ => null,
    };

    /// <summary>Has the participant write. A failure after which the commit is worth another attempt is thrown as it is.</summary>
    /// <param name="participant">The participant.</param>
    /// <param name="transaction">The transaction, in which the rows of the batch are written.</param>
    /// <param name="results">The results of the batch.</param>
    /// <param name="running">Receives the work of the participant, which may go on after the call.</param>
    /// <exception cref="ParticipantFailedException">The participant failed.</exception>
    public async Task RunAsync(IPostgreSqlParticipant participant, NpgsqlTransaction transaction, IReadOnlyList<CommandResult> results, Action<Task> running)
    {
        var context = new PostgreSqlParticipantContext(transaction, results);
        try
        {
            using var run = runs.Begin(participant);
            Exception? thrown = null;
            try
            {
                var writing = participant.WriteAsync(context, run.Token).AsTask();
                running(writing);
                await writing.WaitAsync(options.ParticipantTimeout + s_grace).ConfigureAwait(false);
            }
            catch (TimeoutException exception) when (run.Elapsed >= options.ParticipantTimeout + s_grace)
            {
                // Its work still uses the connection, which is given up with it.
                throw new ParticipantFailedException(run.ToTimeout(exception), isTransactionLost: true);
            }
            catch (Exception exception)
            {
                thrown = exception;
            }

            if (run.IsOverdue)
            {
                throw new ParticipantFailedException(run.ToTimeout(thrown), isTransactionLost: false);
            }

            if (thrown is not null)
            {
                throw IsWorthAnotherRun(thrown) ? thrown : new ParticipantFailedException(thrown, isTransactionLost: false);
            }
        }
        catch (Exception exception) when (exception is not (ParticipantFailedException or NpgsqlException))
        {
            // The participant's name is host code as well.
            throw new ParticipantFailedException(exception, isTransactionLost: false);
        }
        finally
        {
            context.End();
        }
    }

    /// <summary>The failure of a batch whose participant ended the transaction.</summary>
    /// <param name="participant">The participant.</param>
    /// <param name="stands">Whether it committed the batch.</param>
    public static ParticipantFailedException Ended(IPostgreSqlParticipant participant, bool stands) => new(
        new WalletStoreException(
            StoreFailure.Other,
            $"the participant {participant.GetType().Name} ended the transaction of the store by itself{(stands ? ", and its batch is committed" : "; nothing of its batch was changed")}.",
            outcomeUnknown: stands),
        isTransactionLost: true);

    private void Note(NpgsqlDataReader row) =>
        (_transaction, _synchronous) = (PostgreSqlRows.Row(row).Text(s_transaction), PostgreSqlRows.Row(row).Text(s_synchronous));

    // A lost connection has no answer from the server, and an error above ERROR ended the session: an operator did so, or a host stood still for too long.
    private static bool IsWorthAnotherRun(Exception exception) => exception is PostgresException postgres
        ? postgres.InvariantSeverity != "ERROR" || postgres.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
        : exception is NpgsqlException && PostgreSqlErrors.IsWorthRetrying(exception);

    private static string Milliseconds(TimeSpan time) => ((long)Math.Ceiling(time.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
}
