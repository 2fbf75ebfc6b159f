using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>The statements that the handwritten contenders share.</summary>
internal static class Sql
{
    /// <summary>The policy of the rebates of all contenders.</summary>
    public const long RebatePolicyId = 1;

    /// <summary>The terms of that policy.</summary>
    public const long RebateTermsId = 1;

    public const string Begin = "BEGIN IMMEDIATE";
    public const string Commit = "COMMIT";
    public const string Rollback = "ROLLBACK";

    public const string ReadWallet =
        "SELECT id, status, balance, last_sequence, version, updated_at FROM wallets WHERE public_id = @publicId";

    public const string ReadBalance = "SELECT balance, currency, exponent, version FROM wallets WHERE public_id = @publicId";

    public const string ReadHistory = """
        SELECT t.sequence, t.type, t.amount, t.balance_after, t.version, t.created_at, t.reference, t.metadata, t.rebate_of
        FROM transactions t JOIN wallets w ON w.id = t.wallet_id
        WHERE w.public_id = @publicId AND t.sequence < @before
        ORDER BY t.sequence DESC LIMIT @limit
        """;

    public const string FindKey = "SELECT content, transaction_id FROM idempotency_keys WHERE wallet_id = @wallet AND key = @key";

    public const string UpdateWallet = """
        UPDATE wallets SET balance = @balance, last_sequence = @sequence, version = @version, updated_at = @now
        WHERE id = @wallet AND version = @readVersion
        """;

    public const string InsertTransaction = """
        INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at)
        VALUES (@wallet, @sequence, @type, @amount, @balance, @version, @now)
        """;

    // This must run right after the insertion of the transaction, because the rebate takes the deposit's row id.
    public const string InsertRebate = """
        INSERT INTO rebates (deposit_id, policy_id, terms_id, status, attempts, due_at, updated_at)
        VALUES (last_insert_rowid(), 1, 1, 'pending', 0, @now, @now)
        """;

    // The last row id is still the transaction's, because the rebate has the same row id.
    public const string InsertKey = """
        INSERT INTO idempotency_keys (wallet_id, key, content, transaction_id)
        VALUES (@wallet, @key, @content, last_insert_rowid())
        """;

    /// <summary>Inserts the wallets by a statement that takes the public id and the owner of each.</summary>
    public static void InsertWallets(SqliteConnection connection, WalletId[] walletIds, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var publicId = command.Parameters.Add("@publicId", SqliteType.Blob);
        var ownerId = command.Parameters.Add("@ownerId", SqliteType.Text);
        for (var i = 0; i < walletIds.Length; i++)
        {
            publicId.Value = walletIds[i].Value.ToByteArray(bigEndian: true);
            ownerId.Value = string.Create(CultureInfo.InvariantCulture, $"owner-{i}");
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Inserts the policy of the rebates with its terms.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="prefix">The prefix of the names of the tables; none for the handwritten tables.</param>
    public static void InsertRebateTerms(SqliteConnection connection, string prefix = "") => Run(connection, $"""
        INSERT INTO {prefix}rebate_policies (id, name) VALUES ({RebatePolicyId}, 'percentage');
        INSERT INTO {prefix}rebate_terms (id, policy_id, terms) VALUES ({RebateTermsId}, {RebatePolicyId}, 'rate=0.01;rounding=ToEven')
        """);

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Sets up a connection of a contender: as durable as WalletKit's own, and with WalletKit's size of the log.</summary>
    public static void Configure(SqliteConnection connection)
    {
        Run(connection, "PRAGMA busy_timeout = 5000");
        Run(connection, "PRAGMA synchronous = FULL");
        Run(connection, "PRAGMA wal_autocheckpoint = 2000");
        Run(connection, "PRAGMA foreign_keys = ON");
    }
}
