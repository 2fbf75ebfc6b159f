using WalletKit.Storage.Sqlite;

namespace WalletKit.Samples;

/// <summary>A rule that must hold in the file.</summary>
/// <param name="Statement">The rule as a sentence.</param>
/// <param name="Violations">A query for violations, a sentence in each row; no row where the rule holds. Amounts are minor units.</param>
internal sealed record BooksRule(string Statement, string Violations);

/// <summary>The rules that hold where the books balance.</summary>
internal static class BooksRules
{
    public static readonly BooksRule[] All =
    [
        new("A balance is the sum of its wallet's transactions", """
            SELECT format('wallet %s/%s: the balance is %d, but its transactions add up to %d', w.owner_id, w.name, w.balance, coalesce(sum(t.amount), 0))
            FROM wallets w LEFT JOIN transactions t ON t.wallet_id = w.id
            GROUP BY w.id
            HAVING w.balance <> coalesce(sum(t.amount), 0)
            """),

        new("Each balance_after is the one before it and the amount", """
            SELECT format('wallet %s/%s: transaction %d has balance_after %d, but %d and the amount %d come before it', w.owner_id, w.name, t.sequence, t.balance_after, t.before, t.amount)
            FROM (SELECT *, lag(balance_after, 1, 0) OVER (PARTITION BY wallet_id ORDER BY sequence) AS before FROM transactions) t
            JOIN wallets w ON w.id = t.wallet_id
            WHERE t.balance_after <> t.before + t.amount
            """),

        new("Sequences run 1, 2, 3 up to last_sequence without a gap", """
            SELECT format('wallet %s/%s: %d transactions from %d to %d, but last_sequence is %d', w.owner_id, w.name, count(t.id), min(t.sequence), max(t.sequence), w.last_sequence)
            FROM wallets w LEFT JOIN transactions t ON t.wallet_id = w.id
            GROUP BY w.id
            HAVING count(t.id) <> w.last_sequence OR (w.last_sequence > 0 AND (min(t.sequence) <> 1 OR max(t.sequence) <> w.last_sequence))
            """),

        new("Each deposit has its rebate, and nothing else has one", """
            SELECT format('wallet %s/%s: transaction %d is a %s and has %d rebates', w.owner_id, w.name, t.sequence, t.type, count(r.deposit_id))
            FROM history t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN rebates r ON r.deposit_id = t.id
            GROUP BY t.id
            HAVING count(r.deposit_id) <> (t.type = 'deposit')
            """),

        new("Each rebate is settled", """
            SELECT format('wallet %s/%s: the rebate of deposit %d is %s %s', w.owner_id, w.name, t.sequence, r.status, coalesce(r.reason, ''))
            FROM rebates r JOIN transactions t ON t.id = r.deposit_id JOIN wallets w ON w.id = t.wallet_id
            WHERE r.status IN ('pending', 'dead')
            """),

        new("Each paid rebate is one transaction in the deposit's wallet", """
            SELECT format('wallet %s/%s: the rebate of deposit %d is %s, with %d transactions of its own', w.owner_id, w.name, d.sequence, r.status, count(p.id))
            FROM rebates r JOIN transactions d ON d.id = r.deposit_id JOIN wallets w ON w.id = d.wallet_id
            LEFT JOIN history p ON p.rebate_of = d.sequence AND p.id IS r.transaction_id AND p.wallet_id = d.wallet_id AND p.type = 'rebate'
            GROUP BY r.deposit_id
            HAVING count(p.id) <> (r.status = 'paid')
            """),

        new("Each rebate transaction belongs to a paid rebate", """
            SELECT format('wallet %s/%s: transaction %d is a rebate that no deposit was paid', w.owner_id, w.name, t.sequence)
            FROM history t JOIN wallets w ON w.id = t.wallet_id
            WHERE t.type = 'rebate' AND NOT EXISTS (SELECT * FROM rebates r JOIN transactions d ON d.id = r.deposit_id WHERE r.transaction_id = t.id AND d.wallet_id = t.wallet_id AND d.sequence = t.rebate_of)
            """),

        new("The legs of a transfer stand in pairs that agree", """
            SELECT format('wallet %s/%s: transaction %d has no other leg that agrees with it', w.owner_id, w.name, t.sequence)
            FROM history t JOIN wallets w ON w.id = t.wallet_id
            LEFT JOIN history o ON o.wallet_id = t.counterpart_wallet_id AND o.sequence = t.counterpart_sequence
            WHERE t.counterpart_wallet_id IS NOT NULL AND NOT coalesce(
                o.counterpart_wallet_id = t.wallet_id AND o.counterpart_sequence = t.sequence
                AND t.type || o.type IN ('transfer_outtransfer_in', 'transfer_intransfer_out', 'reversalreversal')
                AND sign(o.amount) = -sign(t.amount) AND abs(o.amount) = coalesce(t.counterpart_amount, abs(t.amount)), 0)
            """),

        new("What is held is the sum of the open holds that have not ended", """
            SELECT format('wallet %s/%s: %d is held, but its open holds add up to %d', w.owner_id, w.name, w.held, coalesce(sum(h.amount - h.captured), 0))
            FROM wallets w LEFT JOIN holds h ON h.wallet_id = w.id AND h.status = 'open' AND NOT coalesce(h.expires_at <= w.ended_through AND h.number <= w.ended_number, 0)
            GROUP BY w.id
            HAVING w.held <> coalesce(sum(h.amount - h.captured), 0)
            """),

        new("What was captured of a hold is the sum of its captures", """
            SELECT format('wallet %s/%s: %d was captured of hold %d, but its captures add up to %d', w.owner_id, w.name, h.captured, h.number, -coalesce(sum(t.amount), 0))
            FROM holds h JOIN wallets w ON w.id = h.wallet_id LEFT JOIN transactions t ON t.wallet_id = h.wallet_id AND t.hold = h.number
            GROUP BY h.wallet_id, h.number
            HAVING h.captured <> -coalesce(sum(t.amount), 0)
            """),

        new("Each reversal is the opposite of what it reverses", """
            SELECT format('wallet %s/%s: transaction %d is no opposite of transaction %d', w.owner_id, w.name, t.sequence, t.reversal_of)
            FROM history t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN history o ON o.wallet_id = t.wallet_id AND o.sequence = t.reversal_of
            WHERE t.type = 'reversal' AND (o.id IS NULL OR o.type = 'reversal' OR o.amount <> -t.amount OR o.sequence >= t.sequence)
            """),

        new("No deposit that was reversed keeps its rebate", """
            SELECT format('wallet %s/%s: deposit %d was reversed, but its rebate is %s', w.owner_id, w.name, d.sequence, r.status)
            FROM transactions d JOIN wallets w ON w.id = d.wallet_id JOIN rebates r ON r.deposit_id = d.id
            JOIN transactions t ON t.wallet_id = d.wallet_id AND t.reversal_of = d.sequence
            LEFT JOIN transactions p ON p.id = r.transaction_id LEFT JOIN transactions b ON b.wallet_id = p.wallet_id AND b.reversal_of = p.sequence
            WHERE r.status IN ('pending', 'dead') OR (r.status = 'paid' AND b.id IS NULL)
            """),

        new("What was acknowledged in this run is there, and no more", """
            SELECT format('%d operations were acknowledged in this run, but %d are in the file', $acknowledged, count(*))
            FROM idempotency_keys k LEFT JOIN transactions t ON t.id = k.transaction_id AND t.wallet_id = k.wallet_id
            WHERE substr(k.key, 1, length($prefix)) = $prefix AND (t.id IS NOT NULL OR k.result IS NOT NULL)
            HAVING count(*) <> $acknowledged
            """),
    ];
}
