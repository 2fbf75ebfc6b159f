using Npgsql;
using NpgsqlTypes;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Storage.Totals;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// The table <c>commits</c>. Each commit writes a row of its own. When the connection is lost before the answer, the row tells whether the commit stands, so
/// the store knows it and does not guess. The row also names the entries that the commit appended, so that an audit finds a journal whose end was cut away,
/// and what their transactions come to, for trial balances.
/// </summary>
internal sealed class CommitMarks(PostgreSqlSchema schema, PostgreSqlStoreOptions options)
{
    private readonly string _insert =
        $"""
        INSERT INTO {schema["commits"]}
            (wallet_id, session, number, stands, recorded_at, wallet_ids, first_versions, last_versions, currencies, exponents, accounts, totals)
        VALUES ($1, $2, $3, true, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    // If the commit is still under way, the statement waits for its end. If it was never made, the statement takes its place, so that it cannot be made any more. It writes in
    // any case: where standbys confirm commits, they then confirm this commit, and with it the commit before.
    private readonly string _settle =
        $"""
        INSERT INTO {schema["commits"]} AS c (wallet_id, session, number, stands) VALUES ($1, $2, $3, false)
        ON CONFLICT (wallet_id, session, number) DO UPDATE SET made_at = c.made_at RETURNING stands
        """;

    // The role of a host need not have the right to delete evidence. Then the marks stay until a role with the right opens the store.
    private readonly string _mayDelete = $"SELECT has_table_privilege('{schema["commits"]}', 'DELETE')";

    // No host looks up a mark that is so old.
    private readonly string _deleteOld = $"DELETE FROM {schema["commits"]} WHERE NOT stands AND made_at < now() - interval '7 days'";

    // The row's id is drawn under the locks of the commit.
    private readonly string _newest = $"SELECT recorded_at FROM {schema["commits"]} WHERE stands ORDER BY id DESC LIMIT 1";

    private readonly Dictionary<WalletId, (long First, long Last)> _versions = [];
    private readonly TransactionSums _sums = new();

    /// <summary>Marks the commit that the batch makes.</summary>
    /// <param name="batch">The statements that go to the server.</param>
    /// <param name="mark">The commit.</param>
    /// <param name="time">The time that the commit takes from the clock.</param>
    /// <param name="staged">The changes that it commits.</param>
    public void AddTo(QueryBatch batch, CommitMark mark, DateTimeOffset time, StagedChanges staged)
    {
        _versions.Clear();
        _sums.Clear();
        foreach (ref readonly var changes in staged.Log)
        {
            foreach (var entry in changes.Entries)
            {
                _versions[entry.WalletId] = (_versions.TryGetValue(entry.WalletId, out var before) ? before.First : entry.Version, entry.Version);
                if (entry.Transaction is { } transaction)
                {
                    _sums.Add(transaction);
                }
            }
        }

        KeyValuePair<WalletId, (long First, long Last)>[] named = [.. _versions];
        var sums = _sums.ToSums();
        batch.Add(_insert, [
            .. ParametersOf(mark),
            Parameter.Of(time),
            Parameter.Of(named, NpgsqlDbType.Uuid, static versions => versions.Key.Value),
            Parameter.Of(named, NpgsqlDbType.Bigint, static versions => versions.Value.First),
            Parameter.Of(named, NpgsqlDbType.Bigint, static versions => versions.Value.Last),
            Parameter.Of(sums, NpgsqlDbType.Text, static sum => sum.Currency.Code),
            Parameter.Of(sums, NpgsqlDbType.Smallint, static sum => (short)sum.Currency.Exponent),
            Parameter.Of(sums, NpgsqlDbType.Text, static sum => sum.Account ?? ""),
            Parameter.Of(sums, NpgsqlDbType.Numeric, static sum => (decimal)sum.MinorUnits)]);
    }

    /// <summary>Adds the statement that finds the time of the newest commit. Nothing is found where there is none.</summary>
    public void AddNewestTo(QueryBatch batch, Action<DateTimeOffset> found) => batch.Add(_newest, row => found(PostgreSqlRows.ReadTime(row)));

    /// <summary>Says whether a commit stands. If it does not, it never will.</summary>
    public async Task<bool> SettleAsync(NpgsqlConnection connection, CommitMark mark, int timeoutSeconds)
    {
        var stands = false;
        var batch = new QueryBatch();

        // For the commit under way it waits as long as the server may take for any. The batch is a transaction by itself, and the settings end with it.
        batch.Add($"SELECT {TransactionLimits.Unlimited(options, "'0'")}, {SynchronousCommit.Pin}", static _ => { });
        batch.Add(_settle, row => stands = PostgreSqlRows.Row(row).Flag(Column.Only), ParametersOf(mark));
        await batch.RunAsync(connection, timeoutSeconds, CancellationToken.None).ConfigureAwait(false);
        return stands;
    }

    /// <summary>Takes away the marks of commits that were given up long ago, where the role may.</summary>
    public async Task CleanAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(_mayDelete, connection);
        await using (command.ConfigureAwait(false))
        {
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
            {
                command.CommandText = _deleteOld;
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static NpgsqlParameter[] ParametersOf(CommitMark mark) => [Parameter.Of(mark.WalletId), Parameter.Of(mark.Session), Parameter.Of(mark.Number)];
}
