namespace WalletKit.Storage.Sqlite;

/// <summary>The scripts that make the tables. One that was released is never changed.</summary>
internal static class SqliteMigrations
{
    /// <summary>
    /// Tables are written by appending where they are written often: integer row ids inside, the public id looked up once, the
    /// rebates keyed by the deposit's row id. Times are microseconds since 1970-01-01 UTC, amounts integer minor units.
    /// </summary>
    public const string Version1 = """
        CREATE TABLE wallets (
            id            INTEGER PRIMARY KEY,
            public_id     BLOB    NOT NULL UNIQUE CHECK (length(public_id) = 16),
            owner_id      TEXT    NOT NULL CHECK (length(owner_id) BETWEEN 1 AND 200),
            name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
            currency      TEXT    NOT NULL CHECK (length(currency) BETWEEN 2 AND 16),
            exponent      INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 18),
            status        TEXT    NOT NULL CHECK (status IN ('active', 'frozen', 'closed')),
            balance       INTEGER NOT NULL CHECK (balance >= 0),
            last_sequence INTEGER NOT NULL CHECK (last_sequence >= 0),
            version       INTEGER NOT NULL CHECK (version > last_sequence),
            created_at    INTEGER NOT NULL,
            updated_at    INTEGER NOT NULL CHECK (updated_at >= created_at),
            UNIQUE (owner_id, name)
        ) STRICT;

        CREATE TABLE transactions (
            id            INTEGER PRIMARY KEY,
            wallet_id     INTEGER NOT NULL REFERENCES wallets (id),
            sequence      INTEGER NOT NULL CHECK (sequence >= 1),
            type          TEXT    NOT NULL,
            amount        INTEGER NOT NULL,
            balance_after INTEGER NOT NULL CHECK (balance_after >= 0),
            version       INTEGER NOT NULL CHECK (version > sequence),
            created_at    INTEGER NOT NULL,
            reference     TEXT    CHECK (length(reference) BETWEEN 1 AND 200),
            metadata      TEXT    CHECK (json_valid(metadata)),
            rebate_of     INTEGER REFERENCES transactions (id) CHECK ((rebate_of IS NOT NULL) = (type = 'rebate')),
            UNIQUE (wallet_id, sequence),
            CHECK (CASE type WHEN 'deposit' THEN amount > 0 WHEN 'withdrawal' THEN amount < 0 WHEN 'rebate' THEN amount > 0 ELSE 0 END)
        ) STRICT;

        -- A deposit's rebate is paid once, whatever else goes wrong.
        CREATE UNIQUE INDEX transactions_one_rebate_per_deposit ON transactions (rebate_of) WHERE rebate_of IS NOT NULL;

        CREATE TABLE idempotency_keys (
            wallet_id      INTEGER NOT NULL REFERENCES wallets (id),
            key            TEXT    NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
            content        BLOB    NOT NULL CHECK (length(content) = 32),
            transaction_id INTEGER NOT NULL REFERENCES transactions (id),
            PRIMARY KEY (wallet_id, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rebate_terms (
            id     INTEGER PRIMARY KEY,
            policy TEXT NOT NULL,
            terms  TEXT NOT NULL,
            UNIQUE (policy, terms)
        ) STRICT;

        CREATE TABLE rebates (
            deposit_id     INTEGER PRIMARY KEY REFERENCES transactions (id),
            terms_id       INTEGER NOT NULL REFERENCES rebate_terms (id),
            status         TEXT    NOT NULL CHECK (status IN ('pending', 'paid', 'nothing_due', 'cancelled', 'dead')),
            attempts       INTEGER NOT NULL CHECK (attempts >= 0),
            due_at         INTEGER NOT NULL,
            claim          BLOB    CHECK (length(claim) = 16),
            reason         TEXT,
            transaction_id INTEGER REFERENCES transactions (id) CHECK ((transaction_id IS NOT NULL) = (status = 'paid')),
            updated_at     INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX rebates_pending ON rebates (due_at) WHERE status = 'pending';
        CREATE INDEX rebates_dead ON rebates (deposit_id) WHERE status = 'dead';
        """;
}
