using System.Runtime.CompilerServices;
using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Writing;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Auditing;

/// <summary>The books of a <see cref="PostgreSqlWalletStore"/>.</summary>
internal sealed class PostgreSqlBookStore(PostgreSqlWalletStore store, PostgreSqlSchema schema, int commitsPerTotal) : BookStore
{
    private const int RowsPerPage = 500;

    // A batch may keep two thousand identities under one key.
    private const int KeysPerPage = 50;

    // An audit may take as long as it takes, until it is canceled.
    private const int NoTimeout = 0;

    private static readonly ColumnList s_secrets = new();
    private static readonly Column s_textSecret = s_secrets.Add("w.text_secret");
    private static readonly Column s_keySecret = s_secrets.Add("w.key_secret");

    // After the columns of a wallet.
    private static readonly Column s_newestVersion = WalletColumns.All.After("newest_version");

    public override async ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ListAsync(
            $"SELECT w.id FROM {schema["wallets"]} w {(after is null ? "" : "WHERE w.id > $2")} ORDER BY w.id LIMIT $1",
            PostgreSqlRows.ReadWalletId,
            cancellationToken,
            after is { } id ? [Parameter.Of((long)limit), Parameter.Of(id)] : [Parameter.Of((long)limit)]).ConfigureAwait(false);

    public override async ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.AuditAsync(connection => ReadStateAsync(connection, walletId, visitHold, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        await (await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT {s_secrets.Names} FROM {schema["wallets"]} w WHERE w.id = $1",
            static row => StoredRows.ReadSecrets(PostgreSqlRows.Row(row), s_textSecret, s_keySecret),
            cancellationToken,
            Parameter.Of(walletId)).ConfigureAwait(false);

    public override IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync(long.MinValue, (connection, after) => ReadEntriesAsync(connection, walletId, after, cancellationToken), static last => last.Version, static (left, right) => left.CompareTo(right), cancellationToken);

    public override IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync(long.MinValue, (connection, after) => ReadJournalAsync(connection, walletId, after, cancellationToken), static last => last.Number, static (left, right) => left.CompareTo(right), cancellationToken);

    public override IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        ReadPagesAsync("", (connection, after) => ReadKeysAsync(connection, walletId, after, cancellationToken), static last => last.Key, StringComparer.Ordinal.Compare, cancellationToken);

    public override async ValueTask<IBookStore> ReadAheadAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(walletIds);
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new BookPage(this, await reader.AuditAsync(connection => ReadAheadAsync(connection, walletIds, cancellationToken), cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (UnreadableRow.Is(exception) || exception is WalletStoreException { Failure: StoreFailure.Corrupt })
        {
            // Something in these wallets is damaged. Read one by one, all rows but the damaged ones are compared.
            return this;
        }
    }

    public override async ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);

        // The check of the tables makes tables, and takes them back.
        var ofSchema = await WriteAccess.IsGivenAsync(reader, schema, cancellationToken).ConfigureAwait(false) ? await SchemaCheck.RunAsync(reader, schema, cancellationToken).ConfigureAwait(false) : [];
        var ofRows = await reader.AuditAsync(connection => new RowCheck(schema, commitsPerTotal).RunAsync(connection, limit, cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. ofSchema.Concat(ofRows).Take(limit)];
    }

    private async Task<Dictionary<WalletId, WalletRows>> ReadAheadAsync(NpgsqlConnection connection, IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken)
    {
        var states = new LoadedStates();
        var wallets = await new ReadAhead(schema).RunAsync(connection, walletIds, states, NoTimeout, cancellationToken).ConfigureAwait(false);
        List<WalletRows> all = [.. wallets.Values];
        var entries = await ResolveAsync(connection, [.. all.SelectMany(static rows => rows.Journal)], states, cancellationToken).ConfigureAwait(false);
        var keys = await ResolveAsync(connection, [.. all.SelectMany(static rows => rows.Keys)], cancellationToken).ConfigureAwait(false);
        var (entry, key) = (0, 0);
        foreach (var rows in all)
        {
            rows.Entries.AddRange(entries.GetRange(entry, rows.Journal.Count));
            entry += rows.Journal.Count;
            var count = rows.Keys.Count;
            rows.Keys.Clear();
            rows.Keys.AddRange(keys.GetRange(key, count));
            key += count;
        }

        return wallets;
    }

    private async Task<BookState?> ReadStateAsync(NpgsqlConnection connection, WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken)
    {
        BookState? state = null;
        var hasVisited = false;
        var batch = new QueryBatch();
        batch.Add(
            $"""
            SELECT {PostgreSqlTables.Wallets.Columns}, (SELECT max(n.version) FROM {schema["journal"]} n WHERE n.wallet_id = w.id)
            FROM {schema["wallets"]} w {PostgreSqlTables.Newest(schema)} WHERE w.id = $1
            """,
            row => state = ReadState(row),
            Parameter.Of(walletId));
        batch.Add(
            $"SELECT {PostgreSqlTables.Holds.Columns} FROM {schema["holds"]} h JOIN {schema["wallets"]} w ON w.id = h.wallet_id WHERE h.wallet_id = $1 ORDER BY h.number",
            row =>
            {
                if (state?.Wallet is { } wallet)
                {
                    hasVisited = true;
                    visitHold(wallet, BookRows.Read(row, PostgreSqlRows.ReadHold, HoldColumns.Number));
                }
            },
            Parameter.Of(walletId));
        try
        {
            await batch.RunAsync(connection, NoTimeout, cancellationToken).ConfigureAwait(false);
            return state;
        }
        catch (Exception exception) when (hasVisited && PostgreSqlErrors.IsOfServer(exception))
        {
            // The read is not tried again, because the visitor has seen some of the holds and must not see them twice.
            throw PostgreSqlErrors.ToStoreException(exception);
        }
    }

    private static BookState ReadState(NpgsqlDataReader row) => UnreadableRow.TryRead(row, PostgreSqlRows.ReadWallet) switch
    {
        ({ } wallet, _) => new BookState(wallet)
        {
            NewestVersion = PostgreSqlRows.Row(row).Int64OrNull(s_newestVersion) ?? 0,
        },
        var (_, problem) => new BookState(null, problem),
    };

    private async Task<List<BookRow<JournalEntry>>> ReadJournalAsync(NpgsqlConnection connection, WalletId walletId, long after, CancellationToken cancellationToken)
    {
        var rows = new List<BookRow<JournalEntry>>();
        var batch = new QueryBatch();
        batch.Add(
            HistoryQuery.JournalPage(schema, "j.wallet_id = $1 AND j.version > $2", "$3"),
            row => rows.Add(BookRows.Read(row, PostgreSqlRows.ReadEntry, WalletColumns.Version)),
            Parameter.Of(walletId),
            Parameter.Of(after),
            Parameter.Of(RowsPerPage));
        await batch.RunAsync(connection, NoTimeout, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private async Task<List<BookEntry>> ReadEntriesAsync(NpgsqlConnection connection, WalletId walletId, long after, CancellationToken cancellationToken) =>
        await ForAllOrForEachAsync(
            await ReadJournalAsync(connection, walletId, after, cancellationToken).ConfigureAwait(false),
            page => ResolveAsync(connection, page, new LoadedStates(), cancellationToken),
            static (row, problem) => new BookEntry(row.Number, row.Value, $"of something that it refers to: {problem}")).ConfigureAwait(false);

    // Reading an entry finds the rows that its transaction refers to, in the same way as the rules do. A row that is not loaded yet is loaded, for the whole page at once.
    private async Task<List<BookEntry>> ResolveAsync(NpgsqlConnection connection, List<BookRow<JournalEntry>> rows, LoadedStates states, CancellationToken cancellationToken)
    {
        var loader = new StateLoader(schema);
        while (true)
        {
            var entries = rows.ConvertAll(row => row.Value is { } entry ? BookEntry.Of(entry, states) : new BookEntry(row.Number, null, row.Problem));
            if (states.Missing.IsEmpty)
            {
                return entries;
            }

            var missing = new StateNeeds();
            missing.Add(states.Missing);
            states.Missing.Clear();
            var batch = new QueryBatch();
            loader.AddTo(batch, missing, states, isLocking: false);
            await batch.RunAsync(connection, NoTimeout, cancellationToken).ConfigureAwait(false);
        }
    }

    // A row that refers to something unreadable must not spoil the page for the other rows.
    private static async Task<List<TResult>> ForAllOrForEachAsync<TRow, TResult>(List<TRow> rows, Func<List<TRow>, Task<List<TResult>>> read, Func<TRow, string, TResult> describe)
    {
        try
        {
            return await read(rows).ConfigureAwait(false);
        }
        catch (Exception exception) when (UnreadableRow.Is(exception) && rows.Count == 1)
        {
            return [describe(rows[0], exception.Message)];
        }
        catch (Exception exception) when (UnreadableRow.Is(exception))
        {
            var results = new List<TResult>();
            foreach (var row in rows)
            {
                results.AddRange(await ForAllOrForEachAsync([row], read, describe).ConfigureAwait(false));
            }

            return results;
        }
    }

    private async Task<List<BookKey>> ReadKeysAsync(NpgsqlConnection connection, WalletId walletId, string after, CancellationToken cancellationToken)
    {
        var keys = new List<BookKey>();
        var batch = new QueryBatch();
        batch.Add(
            $"SELECT {PostgreSqlTables.Keys.Columns} FROM {schema["idempotency_keys"]} k WHERE k.wallet_id = $1 AND k.key > decode($2, 'hex') ORDER BY k.key LIMIT $3",
            row => keys.Add(BookRows.ReadKey(row)),
            Parameter.Of(walletId),
            Parameter.Of(after),
            Parameter.Of(KeysPerPage));
        await batch.RunAsync(connection, NoTimeout, cancellationToken).ConfigureAwait(false);
        return await ForAllOrForEachAsync(
            keys,
            page => ResolveAsync(connection, page, cancellationToken),
            static (key, problem) => key with { Problem = $"of something that it stands for: {problem}" }).ConfigureAwait(false);
    }

    private async Task<List<BookKey>> ResolveAsync(NpgsqlConnection connection, List<BookKey> keys, CancellationToken cancellationToken)
    {
        var batch = new QueryBatch();
        var needs = new StateNeeds();
        foreach (var reference in keys.SelectMany(static key => key.References))
        {
            needs.Add(reference);
        }

        var states = new LoadedStates();
        new StateLoader(schema).AddTo(batch, needs, states, isLocking: false);
        if (batch.Count > 0)
        {
            await batch.RunAsync(connection, NoTimeout, cancellationToken).ConfigureAwait(false);
        }

        return keys.ConvertAll(key => key with { References = [.. key.References.Select(reference => reference with { Exists = states.Has(reference) })] });
    }

    // Each page is a read of its own.
    private async IAsyncEnumerable<TRow> ReadPagesAsync<TKey, TRow>(
        TKey first, Func<NpgsqlConnection, TKey, Task<List<TRow>>> read, Func<TRow, TKey> keyOf, Comparison<TKey> compare, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        var after = first;
        while (await reader.AuditAsync(connection => read(connection, after), cancellationToken).ConfigureAwait(false) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                yield return row;
            }

            // A damaged index can lead round in circles.
            after = compare(keyOf(rows[^1]), after) > 0
                ? keyOf(rows[^1])
                : throw new WalletStoreException(StoreFailure.Corrupt, $"the schema '{schema.Name}' is damaged: its rows are not in order.");
        }
    }
}
