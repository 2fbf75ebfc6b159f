using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Rules;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// The table <c>commits</c>. Each commit carries a row of its own, so whether it stands can be told when the connection is lost before the answer: by
/// what was written, and not by what is likely.
/// </summary>
internal sealed class CommitMarks(PostgreSqlSchema schema)
{
    private readonly string _insert = $"INSERT INTO {schema["commits"]} (wallet_id, session, number, stands, recorded_at) VALUES ($1, $2, $3, true, $4)";

    private readonly string _delete = $"DELETE FROM {schema["commits"]} WHERE wallet_id = $1 AND session = $2 AND number = $3";

    // Where the commit is still under way this waits for its end, and where it was never made it takes its place, so it cannot be made any more. It writes in
    // any case: where standbys confirm commits, they then confirm this one, and with it the one before.
    private readonly string _settle =
        $"""
        INSERT INTO {schema["commits"]} AS c (wallet_id, session, number, stands) VALUES ($1, $2, $3, false)
        ON CONFLICT (wallet_id, session, number) DO UPDATE SET made_at = c.made_at RETURNING stands
        """;

    // What hosts left behind that were killed. Nobody asks for a commit that was made so long ago, but for the newest: when that was.
    private readonly string _deleteOld =
        $"DELETE FROM {schema["commits"]} WHERE made_at < now() - interval '7 days' AND recorded_at IS DISTINCT FROM (SELECT max(recorded_at) FROM {schema["commits"]})";

    private readonly string _newest = $"SELECT max(recorded_at) FROM {schema["commits"]}";

    /// <summary>Marks the commit that the batch makes, and takes away the mark of the connection's commit before it.</summary>
    /// <param name="batch">What goes to the server.</param>
    /// <param name="mark">The commit.</param>
    /// <param name="time">The time that it takes from the clock.</param>
    /// <param name="previous">The connection's commit before it; null where there is none.</param>
    public void AddTo(QueryBatch batch, CommitMark mark, DateTimeOffset time, CommitMark? previous)
    {
        batch.Add(_insert, [.. ParametersOf(mark), Parameter.Of(time)]);
        if (previous is not null)
        {
            batch.Add(_delete, ParametersOf(previous));
        }
    }

    /// <summary>Adds the statement that finds the time of the newest commit; null where there is none.</summary>
    public void AddNewestTo(QueryBatch batch, Action<DateTimeOffset?> found) => batch.Add(_newest, row => found(PostgreSqlRows.ReadTimeOrNull(row, 0)));

    /// <summary>Says whether a commit stands. If it does not, it never will.</summary>
    public async Task<bool> SettleAsync(NpgsqlConnection connection, CommitMark mark, int timeoutSeconds)
    {
        var stands = false;
        var batch = new QueryBatch();

        // For the commit under way it waits as long as the server may take for any. The batch is a transaction by itself, and the settings end with it.
        batch.Add($"SELECT set_config('lock_timeout', '0', true), {SynchronousCommit.Pin}", static _ => { });
        batch.Add(_settle, row => stands = row.GetBoolean(0), ParametersOf(mark));
        await batch.RunAsync(connection, timeoutSeconds, CancellationToken.None).ConfigureAwait(false);
        return stands;
    }

    /// <summary>Takes away what was left behind.</summary>
    public async Task CleanAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(_deleteOld, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static NpgsqlParameter[] ParametersOf(CommitMark mark) => [Parameter.Of(mark.WalletId), Parameter.Of(mark.Session), Parameter.Of(mark.Number)];
}
