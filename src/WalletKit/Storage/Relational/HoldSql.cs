namespace WalletKit.Storage.Relational;

/// <summary>The parts of statements about holds that are the same in every database.</summary>
internal static class HoldSql
{
    /// <summary>The condition that a hold <c>h</c> of a wallet <c>w</c> with the state <c>j</c> is open, expires, and was not ended by the wallet.</summary>
    public const string Standing =
        "h.wallet_id = w.id AND h.status = 'open' AND h.expires_at IS NOT NULL AND (j.ended_through IS NULL OR h.expires_at > j.ended_through OR h.number > j.ended_number)";

    /// <summary>
    /// The sum that has expired of a wallet <c>w</c> by the clock, and the time when the next hold expires: <see cref="WalletColumns.Expired"/> and
    /// <see cref="WalletColumns.StandingExpiry"/>. Both are NULL, and cost nothing, where nothing has expired that the wallet has not ended.
    /// </summary>
    /// <param name="holds">The table of holds.</param>
    /// <param name="now">The time that the clock shows.</param>
    /// <param name="type">The type that the sum is cast to.</param>
    public static string ExpiryColumns(string holds, string now, string type) =>
        $"""
        CASE WHEN j.next_expiry <= {now} THEN (
            SELECT CAST(coalesce(sum(h.amount - h.captured), 0) AS {type}) FROM {holds} h WHERE {Standing} AND h.expires_at <= {now}) END,
        CASE WHEN j.next_expiry <= {now} THEN (
            SELECT h.expires_at FROM {holds} h WHERE {Standing} AND h.expires_at > {now} ORDER BY h.expires_at LIMIT 1) END
        """;
}
