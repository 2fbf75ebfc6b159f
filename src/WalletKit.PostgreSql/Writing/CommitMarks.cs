using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Rules;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// The table <c>commits</c>. Each commit writes a row of its own. When the connection is lost before the answer, the row tells whether the commit stands, so
/// the store knows it and does not guess.
/// </summary>
internal sealed class CommitMarks(PostgreSqlSchema schema)
{
    private readonly string _insert = $"INSERT INTO {schema["commits"]} (wallet_id, session, number, stands, recorded_at) VALUES ($1, $2, $3, true, $4)";

    private readonly string _delete = $"DELETE FROM {schema["commits"]} WHERE wallet_id = $1 AND session = $2 AND number = $3";

    // If the commit is still under way, the statement waits for its end. If it was never made, the statement takes its place, so that it cannot be made any more. It writes in
    // any case: where standbys confirm commits, they then confirm this commit, and with it the commit before.
    private readonly string _settle =
        $"""
        INSERT INTO {schema["commits"]} AS c (wallet_id, session, number, stands) VALUES ($1, $2, $3, false)
        ON CONFLICT (wallet_id, session, number) DO UPDATE SET made_at = c.made_at RETURNING stands
        """;

    // Hosts that were killed leave marks behind. No host looks up a mark that is so old, except the newest one, which tells the time of the newest commit.
    private readonly string _deleteOld =
        $"DELETE FROM {schema["commits"]} WHERE made_at < now() - interval '7 days' AND recorded_at IS DISTINCT FROM (SELECT max(recorded_at) FROM {schema["commits"]})";

    private readonly string _newest = $"SELECT max(recorded_at) FROM {schema["commits"]}";

    /// <summary>Marks the commit that the batch makes, and takes away the mark of the connection's previous commit.</summary>
    /// <param name="batch">The statements that go to the server.</param>
    /// <param name="mark">The commit.</param>
    /// <param name="time">The time that the commit takes from the clock.</param>
    /// <param name="previous">The connection's previous commit; null where there is none.</param>
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
