using System.Globalization;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.PostgreSql;

/// <summary>The statements over the books of the handwritten contenders in PostgreSQL.</summary>
internal static class PostgreSqlSql
{
    /// <summary>The policy of the rebates of all contenders.</summary>
    public const string Policy = "percentage";

    public const string Terms = "rate=0.01;rounding=ToEven";

    // No other transaction changes the wallet until this transaction ends.
    public const string LockWallet = "SELECT status, balance, last_sequence, version, updated_at FROM wallets WHERE id = $1 FOR UPDATE";

    public const string FindKey = "SELECT content FROM idempotency_keys WHERE wallet_id = $1 AND key = $2";

    public const string UpdateWallet = "UPDATE wallets SET balance = $2, last_sequence = $3, version = $4, updated_at = $5 WHERE id = $1";

    public const string InsertTransaction = """
        INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    public const string InsertRebate = $"""
        INSERT INTO rebates (wallet_id, deposit, policy, terms, status, attempts, earned_at, due_at, updated_at, noted_at, place)
        VALUES ($1, $2, '{Policy}', '{Terms}', 'pending', 0, $3, $3, $3, statement_timestamp(), 1)
        """;

    public const string InsertKey = "INSERT INTO idempotency_keys (wallet_id, key, content, sequence) VALUES ($1, $2, $3, $4)";

    public const string ReadTotals = """
        SELECT
            (SELECT sum(balance)::bigint FROM wallets), (SELECT sum(amount)::bigint FROM transactions), (SELECT sum(last_sequence)::bigint FROM wallets),
            (SELECT count(*) FROM transactions), (SELECT count(*) FROM rebates), (SELECT count(*) FROM idempotency_keys)
        """;

    /// <summary>Inserts wallets, whose ids are the only parameter of the statement.</summary>
    public static string InsertWallets { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO wallets (id, owner_id, name, currency, exponent, status, balance, credit_limit, held, overdrawn, last_sequence, last_hold, open_holds, version, created_at, updated_at)
        SELECT id, 'owner-' || n, 'default', 'USD', 2, 'active', {BooksPlan.DepositMinorUnits}, 0, 0, false, 1, 0, 0, 2, now(), now()
        FROM unnest($1) WITH ORDINALITY AS w(id, n)
        """);

    public static string InsertDeposits { get; } = $"""
        INSERT INTO wallet_names (owner_id, name, wallet_id) SELECT owner_id, name, id FROM wallets;
        INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at)
        SELECT id, 1, 1, balance, balance, 2, created_at FROM wallets;
        INSERT INTO rebates (wallet_id, deposit, policy, terms, status, attempts, earned_at, due_at, updated_at, noted_at, place)
        SELECT id, 1, '{Policy}', '{Terms}', 'nothing_due', 0, created_at, created_at, created_at, created_at, 1 FROM wallets
        """;
}
