using Microsoft.Data.Sqlite;
using WalletKit.Rules;

namespace WalletKit.Storage.Sqlite;

/// <summary>Version 2: the hashes of docs/tamper-evidence.md, and those of what stands in the books already.</summary>
internal static class HashChainMigration
{
    private const int PageSize = 1_000;

    // The columns of version 1, in the order in which rows are read, with a hash to be calculated.
    private const string Wallets =
        """
        SELECT id, public_id, owner_id, name, currency, exponent, status, balance, last_sequence, version, created_at, updated_at,
            credit_limit, held, last_hold, open_holds, next_expiry, ended_through, ended_number, overdrawn, zeroblob(32)
        FROM wallets WHERE id > ?1 ORDER BY id LIMIT ?2
        """;

    private const string Transactions =
        """
        SELECT w.public_id, w.currency, w.exponent, t.sequence, t.type, t.amount, t.balance_after, t.version, t.created_at, t.reference, t.metadata,
            t.rebate_of, t.reversal_of, t.hold, t.hold_remaining, c.public_id, t.counterpart_sequence, t.counterpart_amount, t.exchange_rate, t.exchange_rounding,
            c.currency, c.exponent, zeroblob(32)
        FROM transactions t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN wallets c ON c.id = t.counterpart_wallet_id
        WHERE t.wallet_id = ?1 AND t.sequence > ?2 ORDER BY t.sequence LIMIT ?3
        """;

    // Rows that stand have no hash yet, which no CHECK of a new column would let pass: so they are looked at from the next statement on,
    // and each row is filled before the transaction ends. A default would let pass whoever forgets the hash, for all time.
    private const string Script = """
        PRAGMA ignore_check_constraints = ON;
        ALTER TABLE wallets ADD COLUMN chain_hash BLOB CHECK (chain_hash IS NOT NULL AND length(chain_hash) = 32);
        ALTER TABLE transactions ADD COLUMN hash BLOB CHECK (hash IS NOT NULL AND length(hash) = 32);
        PRAGMA ignore_check_constraints = OFF;
        """;

    public static SqliteMigration Step { get; } = new(Script, Fill);

    private static void Fill(SqliteConnection connection)
    {
        using var wallets = new Statement(connection, Wallets);
        using var chain = new WalletChain(connection);
        for (var last = 0L; ;)
        {
            var page = wallets.Bind(1, last).Bind(2, PageSize).All(static row => (RowId: row.Int64(0), Wallet: SqliteRows.ReadWallet(row)));
            foreach (var (rowId, wallet) in page)
            {
                chain.Fill(rowId, wallet);
            }

            if (page.Count < PageSize)
            {
                return;
            }

            last = page[^1].RowId;
        }
    }

    /// <summary>The chain of one wallet after another.</summary>
    private sealed class WalletChain(SqliteConnection connection) : IDisposable
    {
        private readonly Statement _transactions = new(connection, Transactions);
        private readonly Statement _setHash = new(connection, "UPDATE transactions SET hash = ?3 WHERE wallet_id = ?1 AND sequence = ?2");
        private readonly Statement _setHead = new(connection, "UPDATE wallets SET chain_hash = ?2 WHERE id = ?1");

        public void Fill(long rowId, Wallet wallet)
        {
            var hash = HashChain.Begin(wallet);
            for (var last = 0L; last < wallet.LastSequence;)
            {
                var page = _transactions.Bind(1, rowId).Bind(2, last).Bind(3, PageSize).All(static row => SqliteRows.ReadTransaction(row));
                foreach (var transaction in page)
                {
                    hash = HashChain.Next(hash, transaction);
                    _setHash.Bind(1, rowId).Bind(2, transaction.Sequence).Bind(3, hash).Execute();
                    last = transaction.Sequence;
                }

                if (page.Count == 0)
                {
                    throw new WalletStoreException(StoreFailure.Corrupt, $"wallet {wallet.Id} has no transaction after {last}, though its last is {wallet.LastSequence}.");
                }
            }

            _setHead.Bind(1, rowId).Bind(2, hash).Execute();
        }

        public void Dispose()
        {
            _transactions.Dispose();
            _setHash.Dispose();
            _setHead.Dispose();
        }
    }
}
