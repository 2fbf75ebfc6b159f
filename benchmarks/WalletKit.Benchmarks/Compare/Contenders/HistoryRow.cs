using Microsoft.Data.Sqlite;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A transaction on a page.</summary>
internal sealed record HistoryRow(
    long Sequence, long Type, long Amount, long BalanceAfter, long Version, long CreatedAt, string? Reference, string? Metadata, long? RebateOf)
{
    public static HistoryRow Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetInt64(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.IsDBNull(6) ? null : row.GetString(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.IsDBNull(8) ? null : row.GetInt64(8));
}
