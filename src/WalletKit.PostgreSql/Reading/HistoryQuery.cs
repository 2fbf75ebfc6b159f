using System.Globalization;
using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Reading;

/// <summary>The statement for a stretch of a wallet's history.</summary>
internal sealed class HistoryQuery
{
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<string> _conditions = ["t.amount IS NOT NULL"];

    private HistoryQuery()
    {
    }

    /// <summary>Makes the statement.</summary>
    /// <param name="schema">Where the tables are.</param>
    /// <param name="range">The stretch; its reference is well formed.</param>
    public static (string Sql, NpgsqlParameter[] Parameters) Create(PostgreSqlSchema schema, HistoryRange range)
    {
        var query = new HistoryQuery();
        query.Add(Parameter.Of(range.WalletId));
        var (lowest, highest) = range.Bounds;
        var between = $"version BETWEEN {query.Add(Parameter.Of(lowest))} AND {query.Add(Parameter.Of(highest))}";
        if (!range.Types.IsEmpty)
        {
            query._conditions.Add($"t.type IN ({StoredNames.NumbersOf(range.Types)})");
        }

        if (range.ExceptBackdated)
        {
            query._conditions.Add("t.effective_at IS NULL");
        }

        var direction = range.Order == HistoryOrder.NewestFirst ? " DESC" : "";
        var conditions = string.Join(" AND ", query._conditions);
        var rows = range.Reference is { } reference
            ? OfReference(schema, $"r.reference = {query.Add(Parameter.Of(reference))} AND r.{between}", conditions, direction)
            : $"SELECT t.* FROM {schema["journal"]} t WHERE t.wallet_id = $1 AND t.{between} AND {conditions}";
        var limit = query.Add(Parameter.Of((long)range.Limit));
        var order = $"t.version{direction}";
        return (Page(schema, rows, order, limit, range.Reference is null ? null : $"r{order[1..]}"), [.. query._parameters]);
    }

    /// <summary>The statement for a page of the journal of wallet $1, in the order of versions.</summary>
    /// <param name="schema">Where the tables are.</param>
    /// <param name="conditions">Which entries <c>j</c>.</param>
    /// <param name="limit">The parameter that says how many at most.</param>
    public static string JournalPage(PostgreSqlSchema schema, string conditions, string limit) => PageQuery.Create(
        PostgreSqlTables.Journal.Columns,
        $"SELECT j.* FROM {schema["journal"]} j WHERE {conditions}",
        "j",
        PostgreSqlTables.WalletOf(schema, "$1"),
        "j.version",
        $"{PageQuery.SizeOf("j.reference")} + {PageQuery.SizeOfJson("j.metadata")} + {PageQuery.SizeOf("j.reason")} + {PageQuery.SizeOf("j.actor")} + {PageQuery.SizeOfJson("j.expired_holds")}",
        limit,
        rows => PostgreSqlTables.WithTexts(schema, rows));

    // The references are put in order before their entries are looked up, so that a page looks up no more entries than it has. The index over references has the order. Erased texts that still stand there are not found.
    private static string OfReference(PostgreSqlSchema schema, string references, string conditions, string direction) =>
        $"""
        SELECT t.* FROM (
            SELECT r.wallet_id, r.version FROM {schema["texts"]} r
            WHERE r.wallet_id = $1 AND {references} AND r.version > (SELECT erased_through FROM {schema["wallets"]} WHERE id = $1)
            ORDER BY r.version{direction} OFFSET 0) r
            CROSS JOIN LATERAL (SELECT * FROM {schema["journal"]} WHERE wallet_id = r.wallet_id AND version = r.version LIMIT 1) t
        WHERE {conditions}
        """;

    private static string Page(PostgreSqlSchema schema, string rows, string order, string limit, string? found) => PageQuery.Create(
        PostgreSqlTables.Transactions.Columns,
        rows,
        "t",
        PostgreSqlTables.WalletOf(schema, "$1"),
        order,
        $"{PageQuery.SizeOf("t.reference")} + {PageQuery.SizeOfJson("t.metadata")} + {PageQuery.SizeOf("t.actor")}",
        limit,
        entries => PostgreSqlTables.WithTexts(schema, entries),
        found);

    /// <summary>The statement for the newest transaction at or before a time, to be read as an <see cref="AsOfRow"/>.</summary>
    /// <param name="schema">The schema of the tables.</param>
    /// <param name="walletId">The wallet.</param>
    /// <param name="time">The time.</param>
    /// <param name="now">The reading of the clock, from <see cref="PostgreSqlClock"/>.</param>
    public static (string Sql, NpgsqlParameter[] Parameters) CreateAsOf(PostgreSqlSchema schema, WalletId walletId, DateTimeOffset time, NpgsqlParameter now)
    {
        var query = new HistoryQuery();
        query.Add(Parameter.Of(walletId));
        var limit = query.Add(Parameter.Of(PostgreSqlTime.Of(time)));

        // Times run backwards within a wallet only at time corrections, and everything before a correction counts as recorded at it, or earlier. So after the last correction
        // up to the time the newest entry is found by halving, and needs no index of times. The numbers of transactions do not run backwards
        // either, and so the transaction is found that is the newest at that entry: a million holds may stand between the two.
        return (
            $"""
            WITH RECURSIVE newest AS (
                SELECT version, recorded_at FROM {schema["journal"]} WHERE wallet_id = $1 ORDER BY version DESC LIMIT 1),
            by_time(low, high) AS (
                SELECT coalesce((
                    SELECT version FROM {schema["journal"]} WHERE wallet_id = $1 AND type = 351 AND recorded_at <= {limit} ORDER BY version DESC LIMIT 1), 0), version FROM newest
                UNION ALL
                {Halve(schema, "by_time", $"j.recorded_at <= {limit}")}),
            counted AS (
                SELECT version, sequence FROM {schema["journal"]} WHERE wallet_id = $1 AND version = (SELECT low FROM by_time WHERE low >= high) LIMIT 1),
            by_number(low, high) AS (
                SELECT 0::bigint, version - 1 FROM counted WHERE sequence > 0
                UNION ALL
                {Halve(schema, "by_number", "j.sequence < (SELECT sequence FROM counted)")})
            SELECT {AsOfRow.Columns(PostgreSqlClock.Sql(query.Add(now)), WriteAccess.Sql(schema))}
            FROM newest {PostgreSqlTables.WalletOf(schema, "$1")} LEFT JOIN LATERAL (
                {PostgreSqlTables.WithTexts(schema, $"SELECT * FROM {schema["journal"]} WHERE wallet_id = $1 AND version = (SELECT low + 1 FROM by_number WHERE low >= high) AND amount IS NOT NULL LIMIT 1")}) t ON true
            """,
            [.. query._parameters]);
    }

    // The step of a halving: a condition holds for the entries of the wallet up to some version, and for none after it.
    private static string Halve(PostgreSqlSchema schema, string name, string condition) =>
        $"""
        SELECT CASE WHEN {condition} THEN m.middle ELSE s.low END, CASE WHEN {condition} THEN s.high ELSE m.middle - 1 END
                FROM {name} s CROSS JOIN LATERAL (SELECT s.low + (s.high - s.low + 1) / 2 AS middle) m
                    LEFT JOIN LATERAL (SELECT recorded_at, sequence FROM {schema["journal"]} WHERE wallet_id = $1 AND version = m.middle LIMIT 1) j ON true
                WHERE s.low < s.high
        """;

    private string Add(NpgsqlParameter parameter)
    {
        _parameters.Add(parameter);
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
