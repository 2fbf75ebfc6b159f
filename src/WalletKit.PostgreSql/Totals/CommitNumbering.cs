using System.Globalization;
using Microsoft.Extensions.Logging;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Writing;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Totals;

/// <summary>
/// Gives commits their places in the one order of all commits: 1, 2, 3 … without a gap, after they are committed. So a commit that becomes visible late gets a
/// place after all that were given, and a place stands for the same commits for ever. Commits of one pass are in the order of their ids, which are drawn under
/// the locks of their wallets, so that the order has the commits of a wallet as the wallet has them.
/// </summary>
internal sealed partial class CommitNumbering(PostgreSqlReader reader, PostgreSqlSchema schema, PostgreSqlStoreOptions options, ILogger logger) : IAsyncDisposable
{
    private const long MaxPerPass = 10_000;

    // The rows are looked up by their keys, whatever the statistics say of the table.
    private const string ByKeyAlone = "SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

    // By the id and not by the place of the row, because a writer that settles a lost commit writes the row anew.
    private readonly string _number =
        $"""
        WITH unnumbered AS (
            SELECT n.id, l.last + row_number() OVER (ORDER BY n.id) AS position
            FROM (SELECT id FROM {schema["commits"]} WHERE stands AND position IS NULL ORDER BY id + 0 LIMIT $1) n
                CROSS JOIN (SELECT coalesce(max(position), 0) AS last FROM {schema["commits"]} WHERE position IS NOT NULL) l),
        numbered AS (UPDATE {schema["commits"]} c SET position = u.position FROM unnumbered u WHERE c.id = u.id AND c.stands RETURNING 1)
        SELECT count(*) FROM numbered
        """;

    // Both ends of the stretch are known before it is read, so that the index is read from one to the other.
    private readonly string _sum = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO {schema["totals"]} (through, currency, exponent, account, total)
        SELECT (c.position + {options.CommitsPerTotal - 1}) / {options.CommitsPerTotal} * {options.CommitsPerTotal}, v.currency, v.exponent, v.account, sum(v.total)
        FROM {schema["commits"]} c CROSS JOIN LATERAL {TotalsSql.OfCommit}
        WHERE c.position > (SELECT coalesce(max(through), 0) FROM {schema["totals"]})
            AND c.position <= (SELECT max(position) / {options.CommitsPerTotal} * {options.CommitsPerTotal} FROM {schema["commits"]} WHERE position IS NOT NULL)
        GROUP BY 1, 2, 3, 4
        """);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private int _commits;

    /// <summary>Takes note of a commit. Every so many commits it begins to number all that there are, and does not wait for that.</summary>
    public void Note()
    {
        if (Interlocked.Increment(ref _commits) < options.CommitsPerNumbering)
        {
            return;
        }

        lock (_lock)
        {
            if (_running.IsCompleted && !_closing.IsCancellationRequested)
            {
                Volatile.Write(ref _commits, 0);
                using var _ = ExecutionContext.SuppressFlow();
                _running = Task.Run(TryNumberAsync, CancellationToken.None);
            }
        }
    }

    /// <summary>Numbers all commits that are visible when it begins, and perhaps more; none where the store may only read.</summary>
    public async ValueTask NumberAsync(CancellationToken cancellationToken)
    {
        if (!await WriteAccess.IsGivenAsync(reader, schema, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        long numbered;
        do
        {
            numbered = 0;
            await reader.SendAsync(batch => AddPassTo(batch, count => numbered = count), cancellationToken).ConfigureAwait(false);
        }
        while (numbered == MaxPerPass);
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_lock)
        {
            _closing.Cancel();
            running = _running;
        }

        await running.ConfigureAwait(false);
        _closing.Dispose();
    }

    // The statement after the lock sees all that earlier passes numbered, because they let go of it after their commits. The commit is synchronous, so that no
    // failover takes a place back that was returned.
    private void AddPassTo(QueryBatch batch, Action<long> numbered)
    {
        batch.Add("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
        batch.Add(PostgreSqlReader.ByKey, static _ => { });
        batch.Add(ByKeyAlone, static _ => { });
        batch.Add($"SELECT {TransactionLimits.OfCall(options)}, {SynchronousCommit.Pin}", static _ => { });
        batch.Add("SELECT pg_advisory_xact_lock($1)", static _ => { }, Parameter.Of(schema.NumberingLockKey));
        batch.Add(_number, row => numbered(PostgreSqlRows.Row(row).Int64(Column.Only)), Parameter.Of(MaxPerPass));
        batch.Add(_sum);
        batch.Add("COMMIT");
    }

    private async Task TryNumberAsync()
    {
        try
        {
            await NumberAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_closing.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            LogNotNumbered(logger, exception);
        }
    }
}
