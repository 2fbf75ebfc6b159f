namespace WalletKit.Samples;

/// <summary>Something that must hold in the file.</summary>
/// <param name="Statement">What must hold.</param>
/// <param name="Violations">A query for what breaks it, a sentence in each row; no row where it holds. Amounts are minor units.</param>
internal sealed record BooksRule(string Statement, string Violations);

/// <summary>What it means that the books balance.</summary>
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
            FROM transactions t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN rebates r ON r.deposit_id = t.id
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
            LEFT JOIN transactions p ON p.rebate_of = d.sequence AND p.id IS r.transaction_id AND p.wallet_id = d.wallet_id AND p.type = 'rebate'
            GROUP BY r.deposit_id
            HAVING count(p.id) <> (r.status = 'paid')
            """),

        new("Each rebate transaction belongs to a paid rebate", """
            SELECT format('wallet %s/%s: transaction %d is a rebate that no deposit was paid', w.owner_id, w.name, t.sequence)
            FROM transactions t JOIN wallets w ON w.id = t.wallet_id
            WHERE t.type = 'rebate' AND NOT EXISTS (SELECT * FROM rebates r JOIN transactions d ON d.id = r.deposit_id WHERE r.transaction_id = t.id AND d.wallet_id = t.wallet_id AND d.sequence = t.rebate_of)
            """),

        new("What was acknowledged in this run is there, and no more", """
            SELECT format('%d operations were acknowledged in this run, but %d are in the file', $acknowledged, count(t.id))
            FROM idempotency_keys k JOIN transactions t ON t.id = k.transaction_id AND t.wallet_id = k.wallet_id
            WHERE substr(k.key, 1, length($prefix)) = $prefix
            HAVING count(t.id) <> $acknowledged
            """),
    ];
}
