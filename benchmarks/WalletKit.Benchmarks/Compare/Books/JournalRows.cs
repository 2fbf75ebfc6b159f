using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>The rows in WalletKit's own books when a round begins. Their hashes are zeros, because no round reads them.</summary>
internal static class JournalRows
{
    public static void Insert(SqliteConnection connection, BooksPlan plan, WalletId[] walletIds, DateTimeOffset time)
    {
        var now = SqliteTime.Of(time);
        Sql.InsertWallets(connection, walletIds, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO walletkit_wallets (public_id, owner_id, name, currency, exponent, created_at, text_secret, key_secret)
            VALUES (@publicId, @ownerId, 'default', 'USD', 2, {now}, randomblob(32), randomblob(32))
            """));
        Sql.InsertRebateTerms(connection, "walletkit_");
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, balance, hash)
            SELECT id, 1, {(int)EntryType.Opened}, {now}, 0, 0, zeroblob(32) FROM walletkit_wallets ORDER BY id
            """));

        // The deposits take turns over the wallets, like the deposits of a running system.
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            WITH RECURSIVE deposits (sequence) AS (SELECT 1 UNION ALL SELECT sequence + 1 FROM deposits WHERE sequence < {plan.DepositsPerWallet})
            INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, amount, balance, hash)
            SELECT w.id, d.sequence + 1, {(int)EntryType.Deposit}, {now}, d.sequence, {BooksPlan.DepositMinorUnits}, d.sequence * {BooksPlan.DepositMinorUnits}, zeroblob(32)
            FROM deposits d CROSS JOIN walletkit_wallets w
            WHERE d.sequence <= {plan.DepositsPerWallet}
            """));
        Sql.Run(connection, "UPDATE walletkit_journal_head SET last = (SELECT max(id) FROM walletkit_journal)");
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO walletkit_rebates (deposit_id, policy_id, terms_id, status, attempts, due_at, updated_at)
            SELECT id, {Sql.RebatePolicyId}, {Sql.RebateTermsId}, '{(plan.AreRebatesPending ? "pending" : "nothing_due")}', 0, {now}, {now}
            FROM walletkit_journal WHERE type = {(int)EntryType.Deposit}
            """));
    }
}
