using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>The rows in the books when a round begins. Their hashes are zeros, because no contender reads them.</summary>
internal static class BooksRows
{
    public static void Insert(SqliteConnection connection, BooksPlan plan, WalletId[] walletIds, DateTimeOffset time)
    {
        var now = SqliteTime.Of(time);
        var balance = plan.DepositsPerWallet * BooksPlan.DepositMinorUnits;
        InsertWallets(connection, plan, walletIds, balance, now);
        Sql.Run(connection, $"""
            INSERT INTO rebate_policies (id, name) VALUES ({Sql.RebatePolicyId}, 'percentage');
            INSERT INTO rebate_terms (id, policy_id, terms) VALUES ({Sql.RebateTermsId}, {Sql.RebatePolicyId}, 'rate=0.01;rounding=ToEven')
            """);

        // The deposits take turns over the wallets, like the deposits of a running system.
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            WITH RECURSIVE deposits (sequence) AS (SELECT 1 UNION ALL SELECT sequence + 1 FROM deposits WHERE sequence < {plan.DepositsPerWallet})
            INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, hash)
            SELECT w.id, d.sequence, 1, {BooksPlan.DepositMinorUnits}, d.sequence * {BooksPlan.DepositMinorUnits}, d.sequence + 1, {now}, zeroblob(32)
            FROM deposits d CROSS JOIN wallets w
            WHERE d.sequence <= {plan.DepositsPerWallet}
            """));
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO rebates (deposit_id, policy_id, terms_id, status, attempts, due_at, updated_at)
            SELECT id, {Sql.RebatePolicyId}, {Sql.RebateTermsId}, '{(plan.AreRebatesPending ? "pending" : "nothing_due")}', 0, {now}, {now} FROM transactions
            """));
    }

    private static void InsertWallets(SqliteConnection connection, BooksPlan plan, WalletId[] walletIds, long balance, long now)
    {
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO wallets (public_id, owner_id, name, currency, exponent, status, balance, last_sequence, version, created_at, updated_at, chain_hash)
            VALUES (@publicId, @ownerId, 'default', 'USD', 2, 'active', {balance}, {plan.DepositsPerWallet}, {plan.DepositsPerWallet + 1}, {now}, {now}, zeroblob(32))
            """);
        var publicId = command.Parameters.Add("@publicId", SqliteType.Blob);
        var ownerId = command.Parameters.Add("@ownerId", SqliteType.Text);
        for (var i = 0; i < walletIds.Length; i++)
        {
            publicId.Value = walletIds[i].Value.ToByteArray(bigEndian: true);
            ownerId.Value = string.Create(CultureInfo.InvariantCulture, $"owner-{i}");
            command.ExecuteNonQuery();
        }
    }
}
