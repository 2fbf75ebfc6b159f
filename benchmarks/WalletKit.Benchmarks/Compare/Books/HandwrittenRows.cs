using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>The rows in the books of the handwritten contenders when a round begins.</summary>
internal static class HandwrittenRows
{
    public static void Insert(SqliteConnection connection, BooksPlan plan, WalletId[] walletIds, DateTimeOffset time)
    {
        var now = SqliteTime.Of(time);
        var balance = plan.DepositsPerWallet * BooksPlan.DepositMinorUnits;
        Sql.InsertWallets(connection, walletIds, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO wallets (public_id, owner_id, name, currency, exponent, status, balance, last_sequence, version, created_at, updated_at)
            VALUES (@publicId, @ownerId, 'default', 'USD', 2, 'active', {balance}, {plan.DepositsPerWallet}, {plan.DepositsPerWallet + 1}, {now}, {now})
            """));
        Sql.InsertRebateTerms(connection);

        // The deposits take turns over the wallets, like the deposits of a running system.
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            WITH RECURSIVE deposits (sequence) AS (SELECT 1 UNION ALL SELECT sequence + 1 FROM deposits WHERE sequence < {plan.DepositsPerWallet})
            INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at)
            SELECT w.id, d.sequence, 1, {BooksPlan.DepositMinorUnits}, d.sequence * {BooksPlan.DepositMinorUnits}, d.sequence + 1, {now}
            FROM deposits d CROSS JOIN wallets w
            WHERE d.sequence <= {plan.DepositsPerWallet}
            """));
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO rebates (deposit_id, policy_id, terms_id, status, attempts, due_at, updated_at)
            SELECT id, {Sql.RebatePolicyId}, {Sql.RebateTermsId}, '{(plan.AreRebatesPending ? "pending" : "nothing_due")}', 0, {now}, {now} FROM transactions
            """));
    }
}
