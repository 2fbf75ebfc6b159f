using WalletKit.PostgreSql.Totals;

namespace WalletKit.PostgreSql.Schema;

/// <summary>
/// The views, with amounts in units. They are for reports and for a person at a shell: the store itself reads none of them, and a role may be granted them alone.
/// </summary>
internal static class PostgreSqlViews
{
    /// <summary>The statements that make the views over the tables of version 1.</summary>
    public static string Version1 { get; } =
        $"""
        CREATE VIEW walletkit_balances AS
        SELECT w.id AS wallet_id, w.owner_id, w.name, w.erased_through > 0 AS erased, w.currency, w.exponent, coalesce(j.status, 'active') AS status,
            {Units("j.balance")} AS balance, {Units("coalesce(j.credit_limit, 0)")} AS credit_limit, {Units("coalesce(j.held, 0)")} AS held,
            {Units("(j.balance::numeric + coalesce(j.credit_limit, 0) - coalesce(j.held, 0))")} AS available, j.version, j.recorded_at
        FROM walletkit_wallets w LEFT JOIN LATERAL (SELECT * FROM walletkit_journal n WHERE n.wallet_id = w.id ORDER BY n.version DESC LIMIT 1) j ON true;

        CREATE VIEW walletkit_history AS
        SELECT j.wallet_id, w.owner_id, w.name, j.version, j.sequence,
            CASE j.type WHEN 1 THEN 'deposit' WHEN 2 THEN 'rebate' WHEN 3 THEN 'transfer_in' WHEN 101 THEN 'withdrawal' WHEN 102 THEN 'capture'
                WHEN 103 THEN 'transfer_out' WHEN 201 THEN 'reversal' WHEN 301 THEN 'opened' WHEN 311 THEN 'hold_placed' WHEN 312 THEN 'hold_voided'
                WHEN 313 THEN 'holds_expired' WHEN 321 THEN 'frozen' WHEN 322 THEN 'unfrozen' WHEN 323 THEN 'closed' WHEN 331 THEN 'credit_limit_set'
                WHEN 341 THEN 'erased' WHEN 351 THEN 'time_corrected' ELSE 'type ' || j.type END AS type,
            {Units("j.amount")} AS amount, {Units("j.balance")} AS balance, w.currency, w.exponent, j.recorded_at, j.effective_at,
            j.account, x.actor, x.reference, x.metadata, x.reason, j.version <= w.erased_through AS erased,
            j.rebate_of, j.reversal_of, j.hold, {Units("j.hold_remaining")} AS hold_remaining, j.expired_holds,
            j.counterpart_wallet_id, j.counterpart_version, {Units("j.counterpart_amount", "j.counterpart_exponent")} AS counterpart_amount, j.counterpart_currency,
            j.exchange_rate, j.exchange_rounding
        FROM walletkit_journal j JOIN walletkit_wallets w ON w.id = j.wallet_id
            LEFT JOIN walletkit_texts x ON x.wallet_id = j.wallet_id AND x.version = j.version AND j.version > w.erased_through;

        CREATE VIEW walletkit_transactions AS
        SELECT j.wallet_id, j.version, j.sequence,
            CASE j.type WHEN 1 THEN 'deposit' WHEN 2 THEN 'rebate' WHEN 3 THEN 'transfer_in' WHEN 101 THEN 'withdrawal' WHEN 102 THEN 'capture'
                WHEN 103 THEN 'transfer_out' WHEN 201 THEN 'reversal' ELSE 'type ' || j.type END AS type,
            {Units("j.amount")} AS amount, {Units("j.balance")} AS balance, w.currency, j.recorded_at, coalesce(j.effective_at, j.recorded_at) AS effective_at,
            nullif({TotalsSql.Account}, '') AS account, j.rebate_of, j.reversal_of, j.counterpart_wallet_id, j.counterpart_version
        FROM walletkit_journal j JOIN walletkit_wallets w ON w.id = j.wallet_id
        WHERE j.amount IS NOT NULL;

        CREATE VIEW walletkit_hold_amounts AS
        SELECT h.wallet_id, h.number, s.status, {Units("h.amount")} AS amount, {Units("h.captured")} AS captured,
            {Units("CASE s.status WHEN 'open' THEN h.amount - h.captured ELSE 0 END")} AS remaining, w.currency, h.created_at, h.expires_at, h.updated_at
        FROM walletkit_holds h JOIN walletkit_wallets w ON w.id = h.wallet_id
            CROSS JOIN LATERAL (SELECT CASE WHEN h.status = 'open' AND h.expires_at <= now() THEN 'expired' ELSE h.status END AS status) s;

        CREATE VIEW walletkit_rebate_amounts AS
        SELECT r.wallet_id, r.deposit, {Units("d.amount")} AS deposit_amount, r.status, {Units("coalesce(p.amount, 0)")} AS paid_amount, w.currency, r.policy, r.terms,
            r.attempts, r.reason, r.earned_at, r.due_at, r.paid_version, p.recorded_at AS paid_at
        FROM walletkit_rebates r JOIN walletkit_wallets w ON w.id = r.wallet_id
            LEFT JOIN walletkit_journal d ON d.wallet_id = r.wallet_id AND d.version = r.deposit
            LEFT JOIN walletkit_journal p ON p.wallet_id = r.wallet_id AND p.version = r.paid_version;

        CREATE VIEW walletkit_account_totals AS
        SELECT s.currency, s.account, {Units("sum(s.total)", "s.exponent")} AS total
        FROM (
            SELECT t.currency, t.exponent, t.account, t.total FROM walletkit_totals t
            UNION ALL
            SELECT v.currency, v.exponent, v.account, v.total FROM walletkit_commits c CROSS JOIN LATERAL {TotalsSql.OfCommit}
            WHERE c.stands AND (c.position IS NULL OR c.position > (SELECT coalesce(max(t.through), 0) FROM walletkit_totals t))) s
        WHERE s.account <> ''
        GROUP BY s.currency, s.exponent, s.account;
        """;

    /// <summary>The views of every version.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["walletkit_balances", "walletkit_history", "walletkit_transactions", "walletkit_hold_amounts", "walletkit_rebate_amounts", "walletkit_account_totals"];

    // A number of minor units as the exact number of units.
    private static string Units(string amount, string exponent = "w.exponent") => $"round({amount} / 10::numeric ^ {exponent}::integer, {exponent}::integer)";
}
