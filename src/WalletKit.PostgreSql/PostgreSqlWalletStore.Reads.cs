using NpgsqlTypes;
using WalletKit.Rules;
using WalletKit.Storage.PostgreSql.Reading;
using WalletKit.Storage.PostgreSql.Rows;
using WalletKit.Storage.PostgreSql.Schema;
using WalletKit.Storage.PostgreSql.Writing;

namespace WalletKit.Storage.PostgreSql;

// What is read beside the writers.
public sealed partial class PostgreSqlWalletStore
{
    private static readonly string WalletText = $"{PageQuery.SizeOf("w.owner_id")} + {PageQuery.SizeOf("w.name")}";

    private string Wallets => _schema["wallets"];

    /// <inheritdoc/>
    public async ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT {PostgreSqlRows.WalletColumns} FROM {Wallets} w WHERE w.id = $1", PostgreSqlRows.ReadWallet, cancellationToken, Parameter.Of(walletId)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);

        // Text that no wallet can have is nobody's, and cannot be sent.
        return Text.CanBeKept(ownerId) && Text.CanBeKept(name)
            ? await reader.FindAsync(
                $"SELECT {PostgreSqlRows.WalletColumns} FROM {_schema["wallet_names"]} n JOIN {Wallets} w ON w.id = n.wallet_id WHERE n.owner_id = $1 AND n.name = $2",
                PostgreSqlRows.ReadWallet,
                cancellationToken,
                Parameter.Of(ownerId),
                Parameter.Of(name)).ConfigureAwait(false)
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);

        // No wallet has the empty name, which is before all others. A name that cannot be sent is read as one that can, as elsewhere.
        return Text.CanBeKept(ownerId)
            ? await reader.ReadPageAsync(
                OwnerPage(_schema),
                PostgreSqlRows.ReadWallet,
                cancellationToken,
                Parameter.Of(ownerId),
                Parameter.Of(Text.Mend(after ?? "")),
                Parameter.Of((long)limit)).ConfigureAwait(false)
            : Page.Empty<Wallet>();
    }

    /// <inheritdoc/>
    public async ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ReadPageAsync(
            PageQuery.Create(PostgreSqlRows.WalletColumns, $"SELECT w.* FROM {Wallets} w WHERE w.id > $1", "w", "", "w.id", WalletText, "$2"),
            PostgreSqlRows.ReadWallet,
            cancellationToken,
            Parameter.Of(after?.Value ?? Guid.Empty),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(walletIds);
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);

        // What changes one of them may wait at any writer, as a transfer waits at its source's.
        await Task.WhenAll(_writers!.Select(writer => writer.ExecuteAsync(new PassRequest(), cancellationToken).AsTask())).ConfigureAwait(false);
        return await reader.ListAsync(
            $"SELECT {PostgreSqlRows.WalletColumns} FROM unnest($1) WITH ORDINALITY AS wanted(id, place) JOIN {Wallets} w ON w.id = wanted.id ORDER BY wanted.place",
            PostgreSqlRows.ReadWallet,
            cancellationToken,
            Parameter.Of(walletIds, NpgsqlDbType.Uuid, static id => id.Value)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<WalletBalance?> ReadBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"""
            SELECT {PostgreSqlRows.WalletColumns}, CASE WHEN w.next_expiry <= greatest($2, w.updated_at) THEN
                (SELECT sum(h.amount - h.captured)::bigint FROM {_schema["holds"]} h
                WHERE h.wallet_id = w.id AND h.status = 'open' AND h.expires_at IS NOT NULL AND h.expires_at <= greatest($2, w.updated_at)) END
            FROM {Wallets} w WHERE w.id = $1
            """,
            static row => WalletBalance.Of(PostgreSqlRows.ReadWallet(row), PostgreSqlRows.ReadInt64(row, PostgreSqlRows.WalletColumnCount) ?? 0),
            cancellationToken,
            Parameter.Of(walletId),
            Parameter.Of(_timeProvider.GetUtcNow())).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT {PostgreSqlRows.TransactionColumns} FROM {_schema["transactions"]} t JOIN {Wallets} w ON w.id = t.wallet_id WHERE t.wallet_id = $1 AND t.sequence = $2",
            PostgreSqlRows.ReadTransaction,
            cancellationToken,
            Parameter.Of(transactionId.WalletId),
            Parameter.Of(transactionId.Sequence)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<WalletTransaction?> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        var (sql, parameters) = HistoryQuery.CreateAsOf(_schema, walletId, time);
        return await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(sql, PostgreSqlRows.ReadTransaction, cancellationToken, parameters).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).FindAsync(
            $"SELECT {PostgreSqlRows.HoldColumns}, greatest($3, w.updated_at) FROM {_schema["holds"]} h JOIN {Wallets} w ON w.id = h.wallet_id WHERE h.wallet_id = $1 AND h.number = $2",
            static row => PostgreSqlRows.ReadHold(row).AsOf(PostgreSqlRows.ReadTime(row, PostgreSqlRows.HoldColumnCount)),
            cancellationToken,
            Parameter.Of(holdId.WalletId),
            Parameter.Of(holdId.Number),
            Parameter.Of(_timeProvider.GetUtcNow())).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ReadPageAsync(
            PageQuery.Create(
                PostgreSqlRows.HoldColumns,
                $"""
                SELECT h.* FROM {_schema["holds"]} h JOIN {Wallets} w ON w.id = h.wallet_id
                WHERE h.wallet_id = $1 AND h.status = 'open' AND (h.expires_at IS NULL OR h.expires_at > greatest($2, w.updated_at)) AND h.number > $3
                """,
                "h",
                $"JOIN {Wallets} w ON w.id = h.wallet_id",
                "h.number",
                $"{PageQuery.SizeOf("h.reference")} + {PageQuery.SizeOfJson("h.metadata")}",
                "$4"),
            PostgreSqlRows.ReadHold,
            cancellationToken,
            Parameter.Of(walletId),
            Parameter.Of(_timeProvider.GetUtcNow()),
            Parameter.Of(after),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ListAsync(
            $"SELECT w.id FROM {Wallets} w WHERE w.next_expiry IS NOT NULL AND w.next_expiry <= $1 ORDER BY w.next_expiry LIMIT $2",
            static row => new WalletId(row.GetGuid(0)),
            cancellationToken,
            Parameter.Of(_timeProvider.GetUtcNow()),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<Page<WalletEvent>> ReadEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        await (await OpenReaderAsync(cancellationToken).ConfigureAwait(false)).ReadPageAsync(
            EventPage(_schema),
            PostgreSqlRows.ReadEvent,
            cancellationToken,
            Parameter.Of(walletId),
            Parameter.Of(after),
            Parameter.Of((long)limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<Page<WalletTransaction>> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        if (range.Reference is not null && !Text.CanBeKept(range.Reference))
        {
            return Page.Empty<WalletTransaction>();
        }

        var (sql, parameters) = HistoryQuery.Create(_schema, range);
        return await reader.ReadPageAsync(sql, PostgreSqlRows.ReadTransaction, cancellationToken, parameters).ConfigureAwait(false);
    }

    /// <summary>The statement for a page of the wallets of owner $1 after name $2, at most $3. The page is cut among the names; a wallet is looked up for each of its names, and no more of them.</summary>
    internal static string OwnerPage(PostgreSqlSchema schema) => PageQuery.Create(
        PostgreSqlRows.WalletColumns,
        $"SELECT n.* FROM {schema["wallet_names"]} n WHERE n.owner_id = $1 AND n.name > $2",
        "n",
        $"CROSS JOIN LATERAL (SELECT * FROM {schema["wallets"]} WHERE id = n.wallet_id LIMIT 1) w",
        "n.name",
        $"{PageQuery.SizeOf("n.owner_id")} + {PageQuery.SizeOf("n.name")}",
        "$3");

    /// <summary>The statement for a page of the events of wallet $1 after version $2, at most $3.</summary>
    internal static string EventPage(PostgreSqlSchema schema) => PageQuery.Create(
        PostgreSqlRows.EventColumns,
        $"SELECT e.* FROM {schema["wallet_events"]} e WHERE e.wallet_id = $1 AND e.version > $2",
        "e",
        $"JOIN {schema["wallets"]} w ON w.id = e.wallet_id",
        "e.version",
        PageQuery.SizeOf("e.reason"),
        "$3");
}
