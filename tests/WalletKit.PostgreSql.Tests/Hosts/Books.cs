using WalletKit.Rules;
using WalletKit.TestHost.Bursts;

namespace WalletKit.PostgreSql.Tests.Hosts;

/// <summary>The acknowledged operations in the tables, checked by SQL and not by the library that wrote them.</summary>
internal sealed class Books(Sql sql)
{
    // The types by their numbers: 1 deposit, 2 rebate, 3 incoming leg.
    // The query selects the requested transactions. For a transfer and its reversal, this is the leg of the named wallet; for a deposit's reversal, the
    // deposit's own reversal.
    private const string Own = """
        (SELECT t.* FROM walletkit_journal t LEFT JOIN walletkit_journal o ON o.wallet_id = t.wallet_id AND o.version = t.reversal_of
        WHERE t.amount IS NOT NULL AND t.type NOT IN (2, 3) AND coalesce(o.type, 0) NOT IN (2, 3)) own
        """;

    /// <summary>Checks that each acknowledged operation is in the tables as it was acknowledged, that none is there twice, and that no other is there.</summary>
    public async Task AssertHoldAsync(IReadOnlyCollection<Operation> acknowledged)
    {
        var entries = await EntriesAsync();
        foreach (var operation in acknowledged)
        {
            Assert.True(entries.TryGetValue((operation.Owner, operation.Type, operation.Number), out var entry), $"Lost: {operation}");
            Assert.Equal((operation.Amount, operation.Target), (operation.Amount == 0 ? 0 : entry.Amount, entry.Target));
            Assert.Equal(operation.Type == Operation.Void ? "" : operation.Reference, entry.Reference);
        }

        Assert.Empty(await sql.ReadAsync($"SELECT x.reference FROM (SELECT * FROM {Own}) o JOIN walletkit_texts x ON x.wallet_id = o.wallet_id AND x.version = o.version WHERE x.reference IS NOT NULL GROUP BY x.wallet_id, x.reference HAVING count(*) > 1", row => row.GetString(0)));
        Assert.Equal(acknowledged.Count, await sql.CountAsync("walletkit_idempotency_keys"));
        Assert.Equal(acknowledged.Count, await sql.CountAsync(Own) + await sql.CountAsync("walletkit_holds") + await sql.CountAsync("walletkit_holds WHERE status = 'voided'"));
    }

    /// <summary>Checks that each order of the host has its entry, and each entry that came with an order has the order.</summary>
    public async Task AssertOrdersAsync()
    {
        Assert.NotEqual(0, await sql.CountAsync("public.host_orders"));
        Assert.Equal(0, await sql.CountAsync(
            """
            public.host_orders o WHERE NOT EXISTS (SELECT FROM walletkit_journal j JOIN walletkit_texts x ON x.wallet_id = j.wallet_id AND x.version = j.version
                WHERE j.wallet_id = o.wallet AND j.version = o.version AND x.reference = o.reference)
            """));
        Assert.Equal(0, await sql.CountAsync(
            $"""
            (SELECT x.reference FROM (SELECT * FROM {Own}) e JOIN walletkit_texts x ON x.wallet_id = e.wallet_id AND x.version = e.version
                UNION ALL SELECT reference FROM walletkit_holds) r
            WHERE r.reference LIKE '{HostOrder.Pattern}' AND NOT EXISTS (SELECT FROM public.host_orders o WHERE o.reference = r.reference)
            """));
    }

    /// <summary>Checks that each deposit's rebate, of one percent, is paid once, or was canceled or taken back if the deposit was reversed.</summary>
    /// <returns>The number of rebates.</returns>
    public async Task<int> AssertRebatesSettledAsync()
    {
        var rebates = await sql.ReadAsync(
            """
            SELECT d.amount, r.status, count(p.version), coalesce(sum(p.amount), 0)::bigint, EXISTS (SELECT * FROM walletkit_journal t WHERE t.wallet_id = d.wallet_id AND t.reversal_of = d.version)
            FROM walletkit_journal d LEFT JOIN walletkit_rebates r ON r.wallet_id = d.wallet_id AND r.deposit = d.version LEFT JOIN walletkit_journal p ON p.wallet_id = d.wallet_id AND p.rebate_of = d.version
            WHERE d.type = 1 GROUP BY d.wallet_id, d.version, r.status
            """,
            row => (Deposit: row.GetInt64(0), Status: row.IsDBNull(1) ? null : row.GetString(1), Count: row.GetInt64(2), Paid: row.GetInt64(3), IsReversed: row.GetBoolean(4)));
        Assert.All(rebates, rebate => Assert.Equal(
            rebate is { IsReversed: true, Status: "cancelled" } ? ("cancelled", 0L, 0L) : ("paid", 1L, (long)Math.Round(rebate.Deposit / 100m, MidpointRounding.ToEven)),
            (rebate.Status, rebate.Count, rebate.Paid)));
        return rebates.Count;
    }

    private async Task<Dictionary<(string Owner, string Type, long Number), (long Amount, long Target, string Reference)>> EntriesAsync() => (await sql.ReadAsync(
        """
        SELECT w.owner_id, t.type, t.version, abs(j.amount), coalesce(CASE t.type WHEN 'transfer_out' THEN substr(c.owner_id, 7)::bigint ELSE coalesce(t.reversal_of, t.hold) END, 0), coalesce(t.reference, '')
        FROM walletkit_history t JOIN walletkit_journal j ON j.wallet_id = t.wallet_id AND j.version = t.version JOIN walletkit_wallets w ON w.id = t.wallet_id LEFT JOIN walletkit_wallets c ON c.id = t.counterpart_wallet_id WHERE j.amount IS NOT NULL
        UNION ALL SELECT w.owner_id, 'hold', h.number, h.amount, 0, coalesce(h.reference, '') FROM walletkit_holds h JOIN walletkit_wallets w ON w.id = h.wallet_id
        UNION ALL SELECT w.owner_id, 'void', h.number, 0, h.number, '' FROM walletkit_holds h JOIN walletkit_wallets w ON w.id = h.wallet_id WHERE h.status = 'voided'
        """,
        row => (Owner: row.GetString(0), Type: row.GetString(1), Number: row.GetInt64(2), Entry: (row.GetInt64(3), row.GetInt64(4), row.GetString(5)))))
        .ToDictionary(row => (row.Owner, row.Type, row.Number), row => row.Entry);
}
