using Npgsql;
using NpgsqlTypes;
using WalletKit.Rules;

namespace WalletKit.PostgreSql.Rows;

/// <summary>Parameters of statements, by position. Each names its type, because a slim data source maps .NET types to other ones.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Of(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Of(WalletId value) => Of(value.Value);

    public static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Of(string value) => new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Of(DateTimeOffset value) => Of(PostgreSqlTime.Of(value));

    public static NpgsqlParameter Of(DateTime value) => new NpgsqlParameter<DateTime> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>A column of rows, each value read from a row.</summary>
    public static NpgsqlParameter Of<TRow, TValue>(IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
