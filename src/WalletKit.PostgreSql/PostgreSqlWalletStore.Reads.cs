using NpgsqlTypes;
using WalletKit.PostgreSql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Writing;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit;

// The reads that run beside the writers.
public sealed partial class PostgreSqlWalletStore
{
    private static readonly ColumnList s_corrections = new();
    private static readonly Column s_correctedVersion = s_corrections.Add("version");
    private static readonly Column s_correctedTime = s_corrections.Add("recorded_at");

    private static readonly string WalletText = $"{PageQuery.SizeOf("w.owner_id")} + {PageQuery.SizeOf("w.name")}";

    private string Wallets => _schema["wallets"];

    // Wallets as of the clock. A statement reads the clock once and compares everything with that reading.
    private string WalletsAsOf(string from, string now) =>
        $"SELECT {PostgreSqlTables.WalletAsOf(_schema)} FROM {from} {PostgreSqlTables.Newest(_schema)} {ClockAt(now)}";

    private static string ClockAt(string now) => $"CROSS JOIN (SELECT {PostgreSqlClock.Sql(now)} AS now) clock";

    /// <inheritdoc/>
    public override async ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"{WalletsAsOf($"{Wallets} w", "$2")} WHERE w.id = $1",
            PostgreSqlRows.ReadWalletAsOf,
            cancellationToken,
            Parameter.Of(walletId),
            _clock.ParameterNow()).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);

        // No wallet has text that cannot be kept, and the text cannot be sent.
        return Text.CanBeKept(ownerId) && Text.CanBeKept(name)
            ? await reader.FindAsync(
                $"{WalletsAsOf($"{_schema["wallet_names"]} n {PostgreSqlTables.WalletOf(_schema, "n.wallet_id")}", "$3")} WHERE n.owner_id = $1 AND n.name = $2",
                PostgreSqlRows.ReadWalletAsOf,
                cancellationToken,
                Parameter.Of(ownerId),
                Parameter.Of(name),
                _clock.ParameterNow()).ConfigureAwait(false)
            : null;
    }

    /// <inheritdoc/>
    public override async ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);

        // No wallet has the empty name, which sorts before all other names. A name that cannot be sent is replaced by a name that can, as elsewhere.
        return Text.CanBeKept(ownerId)
            ? await reader.ReadPageAsync(
                OwnerPage(_schema),
                PostgreSqlRows.ReadWalletAsOf,
                cancellationToken,
                Parameter.Of(ownerId),
                Parameter.Of(Text.Mend(after ?? "")),
                Parameter.Of((long)limit),
                _clock.ParameterNow()).ConfigureAwait(false)
            : Page.Empty<Wallet>();
    }

    /// <inheritdoc/>
    public override async ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ReadPageAsync(
            PageQuery.Create(PostgreSqlTables.WalletAsOf(_schema), $"SELECT w.* FROM {Wallets} w WHERE w.id > $1", "w", $"{PostgreSqlTables.Newest(_schema)} {ClockAt("$3")}", "w.id", WalletText, "$2"),
            PostgreSqlRows.ReadWalletAsOf,
            cancellationToken,
            Parameter.Of(after?.Value ?? Guid.Empty),
            Parameter.Of((long)limit),
            _clock.ParameterNow()).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(walletIds);
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);

        // A change to one of the wallets may wait at any writer: a transfer, for example, waits at the writer of its source.
        await Task.WhenAll(_writers!.Select(writer => writer.ExecuteAsync(new PassRequest(walletIds), cancellationToken).AsTask())).ConfigureAwait(false);
        return await reader.ListAsync(
            $"{WalletsAsOf($"unnest($1) WITH ORDINALITY AS wanted(id, place) {PostgreSqlTables.WalletOf(_schema, "wanted.id")}", "$2")} ORDER BY wanted.place",
            PostgreSqlRows.ReadWalletAsOf,
            cancellationToken,
            Parameter.Of(walletIds, NpgsqlDbType.Uuid, static id => id.Value),
            _clock.ParameterNow()).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"""
            SELECT {PostgreSqlTables.Transactions.Columns}
            FROM ({PostgreSqlTables.WithTexts(_schema, $"SELECT * FROM {_schema["journal"]} WHERE wallet_id = $1 AND version = $2 AND amount IS NOT NULL")}) t {PostgreSqlTables.WalletOf(_schema, "$1")}
            """,
            PostgreSqlRows.ReadTransaction,
            cancellationToken,
            Parameter.Of(transactionId.WalletId),
            Parameter.Of(transactionId.Version)).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"""
            SELECT {PostgreSqlTables.Holds.Columns}, {PostgreSqlRows.AsOfColumns(PostgreSqlClock.Sql("$3"))}
            FROM {_schema["holds"]} h {PostgreSqlTables.WalletOf(_schema, "$1")} {PostgreSqlTables.Newest(_schema, "$1")} WHERE h.wallet_id = $1 AND h.number = $2
            """,
            PostgreSqlRows.ReadHoldAsOf,
            cancellationToken,
            Parameter.Of(holdId.WalletId),
            Parameter.Of(holdId.Number),
            _clock.ParameterNow()).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ReadPageAsync(
            OpenHoldPage(_schema),
            PostgreSqlRows.ReadHold,
            cancellationToken,
            Parameter.Of(walletId),
            _clock.ParameterNow(),
            Parameter.Of(after),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ListAsync(
            $"SELECT wallet_id FROM {_schema["expiring_wallets"]} WHERE since <= {PostgreSqlClock.Sql("$1")} ORDER BY since LIMIT $2",
            PostgreSqlRows.ReadWalletId,
            cancellationToken,
            _clock.ParameterNow(),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<TimeCorrection>> ListTimeCorrectionsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ListAsync(
            $"SELECT {s_corrections.Names} FROM {_schema["journal"]} WHERE wallet_id = $1 AND type = 351 AND version > $2 ORDER BY version LIMIT $3",
            static row => new TimeCorrection(PostgreSqlRows.Row(row).Int64(s_correctedVersion), PostgreSqlRows.Row(row).Time(s_correctedTime)),
            cancellationToken,
            Parameter.Of(walletId),
            Parameter.Of(after),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<WalletId>> ListErasuresAsync(int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ListAsync(
            $"SELECT wallet_id FROM {_schema["erasures"]} ORDER BY wallet_id LIMIT $1", PostgreSqlRows.ReadWalletId, cancellationToken, Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteErasedTextsAsync(WalletId walletId, int limit, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.WriteAllAsync(connection => TextDeletion.DeleteNextAsync(connection, _schema, walletId, limit)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<KeyDeletion> DeleteKeysAsync(TimeSpan age, KeyPlace? after, int limit, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        await _clock.CheckAsync(reader, cancellationToken).ConfigureAwait(false);
        return await reader.WriteAllAsync(connection => new OldKeys(_schema).DeleteNextAsync(connection, age, after, limit, _clock.ParameterNow())).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        await (await OpenHistoryAsync(cancellationToken).ConfigureAwait(false)).ReadPageAsync(
            walletId,
            EventPage(_schema),
            static row => PostgreSqlRows.ReadEntry(row).Event!,
            cancellationToken,
            Parameter.Of(walletId),
            Parameter.Of(after),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default)
    {
        var history = await OpenHistoryAsync(cancellationToken).ConfigureAwait(false);
        if (range.Reference is not null && !Text.CanBeKept(range.Reference))
        {
            return Page.Empty<WalletTransaction>();
        }

        var (sql, parameters) = HistoryQuery.Create(_schema, range);
        return await history.ReadPageAsync(range.WalletId, sql, PostgreSqlRows.ReadTransaction, cancellationToken, parameters).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default) =>
        await (await OpenHistoryAsync(cancellationToken).ConfigureAwait(false)).ReadPageAsync(
            range.WalletId, BackdatedQuery.Page(_schema, range), PostgreSqlRows.ReadTransaction, cancellationToken, BackdatedQuery.Parameters(range)).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<BackdatedSum> SumBackdatedAsync(
        WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default) =>
        await (await OpenHistoryAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            walletId,
            BackdatedQuery.Sum(_schema),
            PostgreSqlRows.ReadBackdatedSum,
            cancellationToken,
            Parameter.Of(walletId),
            Parameter.Of(time),
            Parameter.Of(afterVersion),
            Parameter.Of(throughVersion)).ConfigureAwait(false);

    /// <summary>
    /// The statement for a page of the wallets of owner $1 after name $2, at most $3, as of the time $4. The page is cut among the names; a wallet is looked up for each of its
    /// names, and no more of them.
    /// </summary>
    internal static string OwnerPage(PostgreSqlSchema schema) => PageQuery.Create(
        PostgreSqlTables.WalletAsOf(schema),
        $"SELECT n.* FROM {schema["wallet_names"]} n WHERE n.owner_id = $1 AND n.name > $2",
        "n",
        $"{PostgreSqlTables.WalletOf(schema, "n.wallet_id")} {PostgreSqlTables.Newest(schema)} {ClockAt("$4")}",
        "n.name",
        $"{PageQuery.SizeOf("n.owner_id")} + {PageQuery.SizeOf("n.name")}",
        "$3");

    /// <summary>The statement for a page of the holds of wallet $1 that are open at the time $2, after number $3, at most $4.</summary>
    internal static string OpenHoldPage(PostgreSqlSchema schema) => PageQuery.Create(
        PostgreSqlTables.Holds.Columns,
        $"""
        SELECT h.* FROM {schema["holds"]} h {PostgreSqlTables.WalletOf(schema, "$1")} {PostgreSqlTables.Newest(schema, "$1")}
        WHERE h.wallet_id = $1 AND h.number > $3 AND ((h.status = 'open' AND h.expires_at IS NULL) OR ({HoldSql.Standing} AND h.expires_at > {PostgreSqlClock.Sql("$2")}))
        """,
        "h",
        PostgreSqlTables.WalletOf(schema, "$1"),
        "h.number",
        $"{PageQuery.SizeOf("h.reference")} + {PageQuery.SizeOfJson("h.metadata")}",
        "$4");

    /// <summary>The statement for a page of the events of wallet $1 after version $2, at most $3.</summary>
    internal static string EventPage(PostgreSqlSchema schema) => HistoryQuery.JournalPage(schema, $"j.wallet_id = $1 AND j.version > $2 AND j.type {PostgreSqlTables.EventTypes}", "$3");
}
