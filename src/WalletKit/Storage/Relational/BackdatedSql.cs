using WalletKit.Stores;

namespace WalletKit.Storage.Relational;

/// <summary>The parts of the statements about back-dated transactions <c>t</c> that are the same on every database.</summary>
internal static class BackdatedSql
{
    /// <summary>The condition of the index of back-dated transactions, in its own words, without which a database does not use the index.</summary>
    public const string Backdated = "t.effective_at IS NOT NULL AND t.amount IS NOT NULL";

    private static readonly ColumnList s_sums = new();
    private static readonly Column s_count = s_sums.Add("count(*)");
    private static readonly Column s_high = s_sums.Add("CAST(coalesce(sum(t.amount >> 32), 0) AS bigint)");
    private static readonly Column s_low = s_sums.Add("CAST(coalesce(sum(t.amount & 4294967295), 0) AS bigint)");

    /// <summary>The columns of a sum.</summary>
    /// <remarks>The two halves of the amounts are summed apart, because a sum may pass 64 bits. There are never so many rows that a half could pass them.</remarks>
    public static string Sums => s_sums.Names;

    /// <summary>Reads a row of <see cref="Sums"/>.</summary>
    public static BackdatedSum ReadSum<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new(row.Int64(s_count), checked(((Int128)row.Int64(s_high) * (1L << 32)) + row.Int64(s_low)));

    /// <summary>The condition for a stretch.</summary>
    /// <param name="range">The stretch.</param>
    /// <param name="after">The parameters of <see cref="BackdatedRange.After"/>, such as <c>:afterTime, :after</c>; not used where it is null.</param>
    /// <param name="through">The parameters of <see cref="BackdatedRange.Through"/>; not used where it is null.</param>
    public static string Stretch(BackdatedRange range, string after, string through)
    {
        var isForward = range.Order == HistoryOrder.OldestFirst;
        var begin = range.After is null ? "" : $" AND (t.effective_at, t.version) {(isForward ? ">" : "<")} ({after})";
        var end = range.Through is null ? "" : $" AND (t.effective_at, t.version) {(isForward ? "<=" : ">=")} ({through})";
        return $"{Backdated}{begin}{end}";
    }

    /// <summary>The order of a stretch.</summary>
    public static string Order(BackdatedRange range) => range.Order == HistoryOrder.OldestFirst ? "t.effective_at, t.version" : "t.effective_at DESC, t.version DESC";
}
