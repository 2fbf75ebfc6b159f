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
    private readonly List<string> _conditions = ["t.wallet_id = $1"];

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
        query._conditions.Add($"t.sequence BETWEEN {query.Add(Parameter.Of(lowest))} AND {query.Add(Parameter.Of(highest))}");
        if (!range.Types.IsEmpty)
        {
            query._conditions.Add($"t.type IN ({StoredNames.NumbersOf(range.Types)})");
        }

        if (range.Reference is { } reference)
        {
            query._conditions.Add($"t.reference = {query.Add(Parameter.Of(reference))}");
        }

        var limit = query.Add(Parameter.Of((long)range.Limit));
        var order = $"t.sequence{(range.Order == HistoryOrder.NewestFirst ? " DESC" : "")}";
        return (Page(schema, string.Join(" AND ", query._conditions), order, limit), [.. query._parameters]);
    }

    /// <summary>The statement for a page of transactions.</summary>
    /// <param name="schema">Where the tables are.</param>
    /// <param name="conditions">Which transactions <c>t</c>.</param>
    /// <param name="order">In which order.</param>
    /// <param name="limit">The parameter that says how many at most.</param>
    public static string Page(PostgreSqlSchema schema, string conditions, string order, string limit) => PageQuery.Create(
        PostgreSqlTables.Transactions.Columns,
        $"SELECT t.* FROM {schema["transactions"]} t WHERE {conditions}",
        "t",
        $"JOIN {schema["wallets"]} w ON w.id = t.wallet_id",
        order,
        $"{PageQuery.SizeOf("t.reference")} + {PageQuery.SizeOfJson("t.metadata")}",
        limit);

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

        // Time never runs backwards within a wallet, so the place is found by halving, and needs no index of times.
        return (
            $"""
            WITH RECURSIVE as_of(low, high) AS (
                SELECT 0::bigint, last_sequence FROM {schema["wallets"]} WHERE id = $1
                UNION ALL
                SELECT CASE WHEN t.created_at <= {limit} THEN m.middle ELSE s.low END, CASE WHEN t.created_at <= {limit} THEN s.high ELSE m.middle - 1 END
                FROM as_of s CROSS JOIN LATERAL (SELECT s.low + (s.high - s.low + 1) / 2 AS middle) m
                    LEFT JOIN {schema["transactions"]} t ON t.wallet_id = $1 AND t.sequence = m.middle
                WHERE s.low < s.high)
            SELECT {AsOfRow.Columns(PostgreSqlClock.Sql(query.Add(now)))}
            FROM {schema["wallets"]} w LEFT JOIN {schema["transactions"]} t ON t.wallet_id = w.id AND t.sequence = (SELECT low FROM as_of WHERE low >= high)
            WHERE w.id = $1
            """,
            [.. query._parameters]);
    }

    private string Add(NpgsqlParameter parameter)
    {
        _parameters.Add(parameter);
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
