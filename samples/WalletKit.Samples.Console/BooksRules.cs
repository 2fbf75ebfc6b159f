using WalletKit.Storage.Sqlite;

namespace WalletKit.Samples;

/// <summary>A rule that must hold in the file.</summary>
/// <param name="Statement">The rule as a sentence.</param>
/// <param name="Violations">A query for violations, a sentence in each row; no row where the rule holds. It calculates in minor units.</param>
internal sealed record BooksRule(string Statement, string Violations);

/// <summary>The rules that hold where the books balance.</summary>
internal static class BooksRules
{
    public static readonly BooksRule[] All =
    [
        new("A balance is the sum of its wallet's transactions", """
            SELECT format('wallet %s/%s: the balance is %d, but its transactions add up to %d', w.owner_id, w.name, n.balance, coalesce(sum(t.amount), 0))
            FROM walletkit_balances w JOIN walletkit_journal n ON n.wallet_id = w.wallet_id AND n.version = w.version
            JOIN walletkit_journal t ON t.wallet_id = w.wallet_id
            GROUP BY w.wallet_id
            HAVING n.balance <> coalesce(sum(t.amount), 0)
            """),

        new("Each balance is the one before it and the amount", """
            SELECT format('wallet %s/%s: version %d has the balance %d, but %d and the amount %d come before it', w.owner_id, w.name, t.version, t.balance, t.before, coalesce(t.amount, 0))
            FROM (SELECT *, lag(balance, 1, 0) OVER (PARTITION BY wallet_id ORDER BY version) AS before FROM walletkit_journal) t
            JOIN walletkit_wallets w ON w.id = t.wallet_id
            WHERE t.balance <> t.before + coalesce(t.amount, 0)
            """),

        new("Versions run 1, 2, 3 without a gap", """
            SELECT format('wallet %s/%s: %d entries from version %d to %d', w.owner_id, w.name, count(t.id), min(t.version), max(t.version))
            FROM walletkit_wallets w LEFT JOIN walletkit_journal t ON t.wallet_id = w.id
            GROUP BY w.id
            HAVING count(t.id) = 0 OR min(t.version) <> 1 OR max(t.version) <> count(t.id)
            """),

        new("Each sequence is the number of the transactions so far", """
            SELECT format('wallet %s/%s: version %d has the sequence %d, but is preceded by %d', t.owner_id, t.name, t.version, t.sequence, t.before)
            FROM (SELECT *, lag(sequence, 1, 0) OVER (PARTITION BY wallet_id ORDER BY version) AS before FROM walletkit_history) t
            WHERE t.sequence <> t.before + (t.amount IS NOT NULL)
            """),

        new("Each deposit has its rebate, and nothing else has one", """
            SELECT format('wallet %s/%s: transaction %d is a %s and has %d rebates', t.owner_id, t.name, t.version, t.type, count(r.deposit_id))
            FROM walletkit_history t LEFT JOIN walletkit_rebates r ON r.deposit_id = t.id
            GROUP BY t.id
            HAVING count(r.deposit_id) <> (t.type = 'deposit')
            """),

        new("Each rebate is settled", """
            SELECT format('wallet %s/%s: the rebate of deposit %d is %s %s', t.owner_id, t.name, t.version, r.status, coalesce(r.reason, ''))
            FROM walletkit_rebates r JOIN walletkit_history t ON t.id = r.deposit_id
            WHERE r.status IN ('pending', 'dead')
            """),

        new("Each paid rebate is one transaction in the deposit's wallet", """
            SELECT format('wallet %s/%s: the rebate of deposit %d is %s, with %d transactions of its own', d.owner_id, d.name, d.version, r.status, count(p.id))
            FROM walletkit_rebates r JOIN walletkit_history d ON d.id = r.deposit_id
            LEFT JOIN walletkit_history p ON p.rebate_of = d.version AND p.id IS r.transaction_id AND p.wallet_id = d.wallet_id AND p.type = 'rebate'
            GROUP BY r.deposit_id
            HAVING count(p.id) <> (r.status = 'paid')
            """),

        new("Each rebate transaction belongs to a paid rebate", """
            SELECT format('wallet %s/%s: transaction %d is a rebate that no deposit was paid', t.owner_id, t.name, t.version)
            FROM walletkit_history t
            WHERE t.type = 'rebate' AND NOT EXISTS (SELECT * FROM walletkit_rebates r JOIN walletkit_journal d ON d.id = r.deposit_id WHERE r.transaction_id = t.id AND d.wallet_id = t.wallet_id AND d.version = t.rebate_of)
            """),

        new("The legs of a transfer stand in pairs that agree", """
            SELECT format('wallet %s/%s: transaction %d has no other leg that agrees with it', t.owner_id, t.name, t.version)
            FROM walletkit_history t JOIN walletkit_journal m ON m.id = t.id
            LEFT JOIN walletkit_history o ON o.wallet_id = t.counterpart_wallet_id AND o.version = t.counterpart_version
            LEFT JOIN walletkit_journal n ON n.id = o.id
            WHERE t.counterpart_wallet_id IS NOT NULL AND NOT coalesce(
                o.counterpart_wallet_id = t.wallet_id AND o.counterpart_version = t.version
                AND t.type || o.type IN ('transfer_outtransfer_in', 'transfer_intransfer_out', 'reversalreversal')
                AND sign(n.amount) = -sign(m.amount) AND abs(n.amount) = coalesce(m.counterpart_amount, abs(m.amount)), 0)
            """),

        new("What is held is the sum of the open holds that have not ended", """
            SELECT format('wallet %s/%s: %d is held, but its open holds add up to %d', w.owner_id, w.name, coalesce(j.held, 0), coalesce(sum(h.amount - h.captured), 0))
            FROM walletkit_balances w JOIN walletkit_journal j ON j.wallet_id = w.wallet_id AND j.version = w.version
            LEFT JOIN walletkit_holds h ON h.wallet_id = w.wallet_id AND h.status = 'open' AND NOT coalesce(h.expires_at <= j.ended_through AND h.number <= j.ended_number, 0)
            GROUP BY w.wallet_id
            HAVING coalesce(j.held, 0) <> coalesce(sum(h.amount - h.captured), 0)
            """),

        new("What was captured of a hold is the sum of its captures", """
            SELECT format('wallet %s/%s: %d was captured of hold %d, but its captures add up to %d', w.owner_id, w.name, h.captured, h.number, -coalesce(sum(t.amount), 0))
            FROM walletkit_holds h JOIN walletkit_wallets w ON w.id = h.wallet_id LEFT JOIN walletkit_journal t ON t.wallet_id = h.wallet_id AND t.hold = h.number
            GROUP BY h.wallet_id, h.number
            HAVING h.captured <> -coalesce(sum(t.amount), 0)
            """),

        new("Each reversal is the opposite of what it reverses", """
            SELECT format('wallet %s/%s: transaction %d is no opposite of transaction %d', t.owner_id, t.name, t.version, t.reversal_of)
            FROM walletkit_history t JOIN walletkit_journal m ON m.id = t.id
            LEFT JOIN walletkit_history o ON o.wallet_id = t.wallet_id AND o.version = t.reversal_of LEFT JOIN walletkit_journal n ON n.id = o.id
            WHERE t.type = 'reversal' AND (o.id IS NULL OR o.type = 'reversal' OR n.amount <> -m.amount OR o.version >= t.version)
            """),

        new("No deposit that was reversed keeps its rebate", """
            SELECT format('wallet %s/%s: deposit %d was reversed, but its rebate is %s', d.owner_id, d.name, d.version, r.status)
            FROM walletkit_history d JOIN walletkit_rebates r ON r.deposit_id = d.id
            JOIN walletkit_journal t ON t.wallet_id = d.wallet_id AND t.reversal_of = d.version
            LEFT JOIN walletkit_journal p ON p.id = r.transaction_id LEFT JOIN walletkit_journal b ON b.wallet_id = p.wallet_id AND b.reversal_of = p.version
            WHERE r.status IN ('pending', 'dead') OR (r.status = 'paid' AND b.id IS NULL)
            """),

        new("What was acknowledged in this run is there, and no more", """
            SELECT format('%d operations were acknowledged in this run, but %d are in the file', $acknowledged, count(*))
            FROM walletkit_history t LEFT JOIN walletkit_history o ON o.wallet_id = t.wallet_id AND o.version = t.reversal_of
            WHERE t.actor = $actor AND t.type <> 'transfer_in' AND o.type IS NOT 'rebate'
            HAVING count(*) <> $acknowledged
            """),
    ];
}
