using Npgsql;
using NpgsqlTypes;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>Brings states from the tables into memory, many in one round trip.</summary>
/// <param name="schema">The schema of the tables.</param>
/// <param name="isWaiting">Whether wallets that another transaction keeps locked are waited for, in the order of their ids, and not skipped.</param>
internal sealed class StateLoader(PostgreSqlSchema schema, bool isWaiting = false)
{
    // The clock follows the columns of a wallet. The place of the wanted row follows the columns of a hold.
    private static readonly Column s_clock = WalletColumns.All.After("clock_timestamp()");
    private static readonly Column s_textSecret = WalletColumns.TextSecretAfter(1);
    private static readonly Column s_keySecret = WalletColumns.KeySecretAfter(1);
    private static readonly Column s_plainKey = KeyColumns.All.After("wanted.key");
    private static readonly Column s_place = HoldColumns.All.After("wanted.place");

    private static readonly ColumnList s_locked = new();
    private static readonly Column s_lockedWallets = s_locked.Add("array_agg(w.id)");

    private static readonly ColumnList s_named = new();
    private static readonly Column s_namedOwner = s_named.Add("n.owner_id");
    private static readonly Column s_namedName = s_named.Add("n.name");
    private static readonly Column s_namedWallet = s_named.Add("n.wallet_id");

    private static readonly ColumnList s_reversed = new();
    private static readonly Column s_reversedWallet = s_reversed.Add("wanted.wallet_id");
    private static readonly Column s_reversedVersion = s_reversed.Add("wanted.version");
    private static readonly Column s_reversedBy = s_reversed.Add("t.version");

    private static readonly ColumnList s_counted = new();
    private static readonly Column s_countedOwner = s_counted.Add("wanted.owner_id");
    private static readonly Column s_countedWallets = s_counted.Add("counted.wallets");

    private static readonly ColumnList s_summed = new();
    private static readonly Column s_summedPlace = s_summed.Add("wanted.place");
    private static readonly Column s_summedAmount = s_summed.Add("expired.amount");

    // Each row is looked up by its key, in the order in which it is asked for: the server does not reorder a LATERAL with a LIMIT or a lock, whatever the statistics say
    // of a table that was empty a minute ago. Wallets are asked for in the order of their ids and so are locked in it, which rules out a deadlock. A foreign key of the
    // host to a wallet locks it as well, and does not wait for this lock.
    // A wallet that another transaction keeps locked is skipped, because the wait for one wallet would keep all others waiting.
    private readonly string _lockWallets =
        $"""
        SELECT {s_locked.Names} FROM unnest($1) AS wanted(id) CROSS JOIN LATERAL (SELECT id FROM {schema["wallets"]} WHERE id = wanted.id FOR NO KEY UPDATE{(isWaiting ? "" : " SKIP LOCKED")}) w
        """;

    private readonly string _waitForWallet = $"SELECT 1 FROM {schema["wallets"]} WHERE id = $1 FOR NO KEY UPDATE";

    // A statement of its own after the locks. A statement that waited for a lock sees the journal as it was before it waited, and misses what the holder of the lock appended.
    // The clock is read here too, at a moment when all wallets are locked.
    private readonly string _wallets =
        $"""
        SELECT {PostgreSqlTables.Wallets.Columns}, {s_clock.Name}, {s_textSecret.Name}, {s_keySecret.Name}
        FROM unnest($1) AS wanted(id) CROSS JOIN LATERAL (SELECT * FROM {schema["wallets"]} WHERE id = wanted.id LIMIT 1) w {PostgreSqlTables.Newest(schema)}
        """;

    private readonly string _names =
        $"""
        SELECT {s_named.Names}
        FROM unnest($1, $2) AS wanted(owner_id, name)
            CROSS JOIN LATERAL (SELECT * FROM {schema["wallet_names"]} WHERE owner_id = wanted.owner_id AND name = wanted.name LIMIT 1) n
        """;

    // One statement locks the rows in one order, whether it makes a row or finds it. The next statement sees a wallet that another host opened under the lock before.
    private readonly string _lockOwners =
        $"INSERT INTO {schema["wallet_owners"]} (owner_id) SELECT unnest($1) ON CONFLICT (owner_id) DO UPDATE SET owner_id = EXCLUDED.owner_id";

    private readonly string _countOpen =
        $"""
        SELECT {s_counted.Names}
        FROM unnest($1, $2) AS wanted(owner_id, most) CROSS JOIN LATERAL (
            SELECT count(*) AS wallets FROM (SELECT 1 FROM {schema["wallets"]} w WHERE w.owner_id = wanted.owner_id AND NOT w.closed LIMIT wanted.most) w) counted
        """;

    // The server hashes the plain hash under the wallet's secret like the rules, because the secret is not known before this round trip.
    private readonly string _keys =
        $"""
        SELECT {PostgreSqlTables.Keys.Columns}, {s_plainKey.Name}
        FROM unnest($1, $2) AS wanted(wallet_id, key)
            CROSS JOIN LATERAL (SELECT key_secret FROM {schema["wallets"]} WHERE id = wanted.wallet_id LIMIT 1) w
            CROSS JOIN LATERAL (SELECT * FROM {schema["idempotency_keys"]} WHERE wallet_id = wanted.wallet_id AND key = sha256(w.key_secret || wanted.key) LIMIT 1) k
        """;

    private readonly string _transactions = OfEntry(schema, PostgreSqlTables.Transactions.Columns, "t", "amount IS NOT NULL");

    // Without an order, for which the server could go through all versions of the wallet. There is one at most.
    private readonly string _reversals =
        $"""
        SELECT {s_reversed.Names}
        FROM unnest($1, $2) AS wanted(wallet_id, version) CROSS JOIN LATERAL (
            SELECT version FROM {schema["journal"]} WHERE wallet_id = wanted.wallet_id AND reversal_of = wanted.version LIMIT 1) t
        """;

    // A rebate is locked only where its wallet is: a rebate of a wallet that another transaction keeps locked may be locked as well, and nothing may wait for it.
    private readonly string _lockedRebates = RebatesOf(
        schema, $"CROSS JOIN LATERAL (SELECT 1 FROM {schema["wallets"]} WHERE id = wanted.wallet_id FOR NO KEY UPDATE SKIP LOCKED) w", " FOR UPDATE");

    private readonly string _rebates = RebatesOf(schema, "", "");

    private readonly string _holds = ByNumber(schema, PostgreSqlTables.Holds.Columns, $"SELECT * FROM {schema["holds"]} WHERE wallet_id = wanted.wallet_id AND number = wanted.number LIMIT 1", "h");

    private readonly string _events = OfEntry(schema, PostgreSqlTables.Journal.Columns, "j", $"type {PostgreSqlTables.EventTypes}");

    // Where the wallet has ended no hold, every number counts as later than the last ended number.
    private readonly string _expired =
        $"""
        SELECT {s_summed.Names}
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS wanted(wallet_id, now, ended, number, place) CROSS JOIN LATERAL (
            SELECT coalesce(sum(h.amount - h.captured), 0)::bigint AS amount FROM {schema["holds"]} h
            WHERE h.wallet_id = wanted.wallet_id AND h.status = 'open' AND h.expires_at IS NOT NULL AND h.expires_at <= wanted.now
                AND (h.expires_at > wanted.ended OR h.number > wanted.number)) expired
        """;

    private readonly string _expiring = OfHolds(schema, "unnest($1, $2, $3) WITH ORDINALITY AS wanted(wallet_id, after, most, place)", "h.expires_at > wanted.after");

    private readonly string _ended = OfHolds(
        schema, "unnest($1, $2, $3, $4) WITH ORDINALITY AS wanted(wallet_id, ended, number, most, place)", "h.expires_at <= wanted.ended AND h.number <= wanted.number");

    private readonly List<(KeptKey Key, Sha256Hash Plain)> _kept = [];

    /// <summary>Adds the statements that load the needed rows. The caller calls <see cref="FinishAsync"/> after the round trip.</summary>
    /// <param name="batch">The statements that go to the server.</param>
    /// <param name="needs">The rows to load.</param>
    /// <param name="states">The place for the loaded rows.</param>
    /// <param name="isLocking">Whether rows that may change are locked.</param>
    public void AddTo(QueryBatch batch, StateNeeds needs, LoadedStates states, bool isLocking)
    {
        states.Expect(needs);
        if (needs.Wallets.Count > 0)
        {
            var ids = Parameter.Of([.. needs.Wallets.Order()], NpgsqlDbType.Uuid, static id => id.Value);
            if (isLocking)
            {
                batch.Add(_lockWallets, row => PutLocked(row, states), ids.Clone());
            }

            batch.Add(_wallets, row => PutWallet(row, states, isLocking), ids);
        }

        if (needs.Names.Count > 0)
        {
            (string OwnerId, string Name)[] names = [.. needs.Names];
            batch.Add(
                _names,
                row => PutName(PostgreSqlRows.Row(row), states),
                Parameter.Of(names, NpgsqlDbType.Text, static name => name.OwnerId),
                Parameter.Of(names, NpgsqlDbType.Text, static name => name.Name));
        }

        AddOwners(batch, needs.Owners, states);
        if (needs.Keys.Count > 0)
        {
            (WalletId WalletId, Sha256Hash Plain)[] keys = [.. needs.Keys];
            batch.Add(
                _keys,
                row => _kept.Add((PostgreSqlRows.ReadKey(row), PostgreSqlRows.Row(row).Hash(s_plainKey))),
                Parameter.Of(keys, NpgsqlDbType.Uuid, static key => key.WalletId.Value),
                Parameter.Of(keys, NpgsqlDbType.Bytea, static key => WrittenRows.Bytes(key.Plain)));
        }

        AddById(batch, _transactions, needs.Transactions, row => states.Put(PostgreSqlRows.ReadTransaction(row)));
        AddById(batch, _reversals, needs.Reversals, row => PutReversal(PostgreSqlRows.Row(row), states));
        AddById(batch, isLocking ? _lockedRebates : _rebates, needs.Rebates, row => states.Put(PostgreSqlRows.ReadRebate(row)));
        if (needs.Holds.Count > 0)
        {
            AddByNumber(batch, _holds, [.. needs.Holds.Select(static hold => (hold.WalletId, hold.Number))], row => states.Put(PostgreSqlRows.ReadHold(row)));
        }

        if (needs.Events.Count > 0)
        {
            AddByNumber(batch, _events, [.. needs.Events], row => states.Put(PostgreSqlRows.ReadEntry(row).Event!));
        }

        AddExpired(batch, needs.Expired, states);
        AddExpiring(batch, needs.Expiring, states);
        AddEnded(batch, needs.Ended, states);
    }

    /// <summary>Adds the statement that waits for a wallet's lock. It must be the first that locks anything in its transaction.</summary>
    public void AddWaitTo(QueryBatch batch, WalletId walletId) => batch.Add(_waitForWallet, static _ => { }, Parameter.Of(walletId));

    /// <summary>Loads what the keys that were found stand for.</summary>
    public async Task FinishAsync(QueryBatch batch, NpgsqlConnection connection, LoadedStates states, int timeoutSeconds, bool isKept = true)
    {
        if (_kept.Count == 0)
        {
            return;
        }

        var needs = new StateNeeds();
        foreach (var reference in _kept.SelectMany(static kept => kept.Key.References()))
        {
            needs.Add(reference);
        }

        AddTo(batch, needs, states, isLocking: false);
        await batch.RunAsync(connection, timeoutSeconds, CancellationToken.None, isKept).ConfigureAwait(false);
        _kept.ForEach(kept => states.Put(kept.Key.ToRecorded(states), kept.Plain));
        _kept.Clear();
    }

    public void Clear() => _kept.Clear();

    private void AddExpired(QueryBatch batch, HashSet<ExpiredSum> needed, LoadedStates states)
    {
        if (needed.Count > 0)
        {
            ExpiredSum[] sums = [.. needed];
            batch.Add(
                _expired,
                row => states.Put(sums[PostgreSqlRows.Row(row).Int64(s_summedPlace) - 1], PostgreSqlRows.Row(row).Int64(s_summedAmount)),
                Parameter.Of(sums, NpgsqlDbType.Uuid, static sum => sum.WalletId.Value),
                Parameter.Of(sums, NpgsqlDbType.TimestampTz, static sum => PostgreSqlTime.Of(sum.Now)),
                Parameter.Of(sums, NpgsqlDbType.TimestampTz, static sum => PostgreSqlTime.Of(sum.Ended?.Time ?? DateTimeOffset.MinValue)),
                Parameter.Of(sums, NpgsqlDbType.Bigint, static sum => sum.Ended?.Number ?? 0));
        }
    }

    private void AddExpiring(QueryBatch batch, HashSet<HoldsAfter> needed, LoadedStates states)
    {
        if (needed.Count > 0)
        {
            HoldsAfter[] asked = [.. needed];
            batch.Add(
                _expiring,
                row => states.Put(asked[PostgreSqlRows.Row(row).Int64(s_place) - 1], PostgreSqlRows.ReadHold(row)),
                Parameter.Of(asked, NpgsqlDbType.Uuid, static one => one.WalletId.Value),
                Parameter.Of(asked, NpgsqlDbType.TimestampTz, static one => PostgreSqlTime.Of(one.Time)),
                Parameter.Of(asked, NpgsqlDbType.Bigint, static one => (long)one.Limit));
        }
    }

    private void AddEnded(QueryBatch batch, HashSet<EndedHolds> needed, LoadedStates states)
    {
        if (needed.Count > 0)
        {
            EndedHolds[] asked = [.. needed];
            batch.Add(
                _ended,
                row => states.Put(asked[PostgreSqlRows.Row(row).Int64(s_place) - 1], PostgreSqlRows.ReadHold(row)),
                Parameter.Of(asked, NpgsqlDbType.Uuid, static one => one.WalletId.Value),
                Parameter.Of(asked, NpgsqlDbType.TimestampTz, static one => PostgreSqlTime.Of(one.Ended.Time)),
                Parameter.Of(asked, NpgsqlDbType.Bigint, static one => one.Ended.Number),
                Parameter.Of(asked, NpgsqlDbType.Bigint, static one => (long)one.Limit));
        }
    }

    private void AddOwners(QueryBatch batch, Dictionary<string, int> owners, LoadedStates states)
    {
        if (owners.Count == 0)
        {
            return;
        }

        KeyValuePair<string, int>[] ordered = [.. owners.OrderBy(static owner => owner.Key, StringComparer.Ordinal)];
        var ids = Parameter.Of(ordered, NpgsqlDbType.Text, static owner => owner.Key);
        batch.Add(_lockOwners, ids);
        batch.Add(
            _countOpen,
            row => states.PutOpenWallets(PostgreSqlRows.Row(row).Text(s_countedOwner), PostgreSqlRows.Row(row).Int32(s_countedWallets)),
            ids.Clone(),
            Parameter.Of(ordered, NpgsqlDbType.Bigint, static owner => (long)owner.Value));
    }

    private static void AddById(QueryBatch batch, string sql, HashSet<TransactionId> ids, Action<NpgsqlDataReader> visit)
    {
        if (ids.Count > 0)
        {
            // As with wallets, in one order: claims lock rebates as well, and must not change them between here and the end of the transaction.
            AddByNumber(batch, sql, [.. ids.Select(static id => (id.WalletId, id.Version)).Order()], visit);
        }
    }

    private static void AddByNumber(QueryBatch batch, string sql, (WalletId WalletId, long Number)[] ids, Action<NpgsqlDataReader> visit) => batch.Add(
        sql,
        visit,
        Parameter.Of(ids, NpgsqlDbType.Uuid, static id => id.WalletId.Value),
        Parameter.Of(ids, NpgsqlDbType.Bigint, static id => id.Number));

    private static string RebatesOf(PostgreSqlSchema schema, string wallet, string locking) =>
        $"""
        SELECT {PostgreSqlTables.Rebates.Columns}
        FROM unnest($1, $2) AS wanted(wallet_id, deposit) {wallet}
            CROSS JOIN LATERAL (SELECT * FROM {schema["rebates"]} WHERE wallet_id = wanted.wallet_id AND deposit = wanted.deposit LIMIT 1{locking}) r
        """;

    private static string OfEntry(PostgreSqlSchema schema, string columns, string alias, string condition) => ByNumber(
        schema,
        columns,
        PostgreSqlTables.WithTexts(schema, $"SELECT * FROM {schema["journal"]} WHERE wallet_id = wanted.wallet_id AND version = wanted.number AND {condition} LIMIT 1"),
        alias);

    private static string ByNumber(PostgreSqlSchema schema, string columns, string row, string alias) =>
        $"""
        SELECT {columns}
        FROM unnest($1, $2) AS wanted(wallet_id, number)
            CROSS JOIN LATERAL ({row}) {alias}
            CROSS JOIN LATERAL (SELECT * FROM {schema["wallets"]} WHERE id = wanted.wallet_id LIMIT 1) w
        """;

    private static void PutLocked(NpgsqlDataReader row, LoadedStates states)
    {
        if (!PostgreSqlRows.Row(row).IsNull(s_lockedWallets))
        {
            states.Lock(row.GetFieldValue<Guid[]>(s_lockedWallets.Place).Select(static id => new WalletId(id)));
        }
    }

    private static void PutWallet(NpgsqlDataReader row, LoadedStates states, bool isLocked)
    {
        var (wallet, secrets) = (PostgreSqlRows.ReadWallet(row), StoredRows.ReadSecrets(PostgreSqlRows.Row(row), s_textSecret, s_keySecret));
        if (isLocked)
        {
            states.PutLocked(wallet, secrets);
        }
        else
        {
            states.Put(wallet, secrets);
        }

        states.SeenAt(PostgreSqlRows.Row(row).Time(s_clock));
    }

    private static void PutName(Row<ReaderRow> row, LoadedStates states) =>
        states.Put(row.Text(s_namedOwner), row.Text(s_namedName), row.WalletId(s_namedWallet));

    private static void PutReversal(Row<ReaderRow> row, LoadedStates states) =>
        states.PutReversal(new TransactionId(row.WalletId(s_reversedWallet), row.Int64(s_reversedVersion)), row.Int64(s_reversedBy));

    private static string OfHolds(PostgreSqlSchema schema, string wanted, string which) =>
        $"""
        SELECT {PostgreSqlTables.Holds.Columns}, {s_place.Name}
        FROM {wanted}
            CROSS JOIN LATERAL (SELECT * FROM {schema["wallets"]} WHERE id = wanted.wallet_id LIMIT 1) w
            CROSS JOIN LATERAL (
                SELECT * FROM {schema["holds"]} h
                WHERE h.wallet_id = wanted.wallet_id AND h.status = 'open' AND h.expires_at IS NOT NULL AND {which}
                ORDER BY h.expires_at, h.number LIMIT wanted.most) h
        ORDER BY wanted.place, h.expires_at, h.number
        """;
}
