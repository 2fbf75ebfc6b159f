namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>
/// The tables of the handwritten contenders on SQLite. They never change, whatever becomes of WalletKit's own tables, so that these contenders stay a fixed yardstick.
/// </summary>
internal static class HandwrittenTables
{
    /// <summary>The script that makes them.</summary>
    public const string Script = """
        -- First, so that it has the same page in a copy by VACUUM as in the original. Its row says to which write-ahead log the file belongs.
        CREATE TABLE log_stamp (
            id         INTEGER PRIMARY KEY CHECK (id = 1),
            log        BLOB NOT NULL CHECK (length(log) = 8),
            log_before BLOB NOT NULL CHECK (length(log_before) = 8)
        ) STRICT;

        INSERT INTO log_stamp VALUES (1, zeroblob(8), zeroblob(8));

        CREATE TABLE wallets (
            id            INTEGER PRIMARY KEY,
            public_id     BLOB    NOT NULL UNIQUE CHECK (length(public_id) = 16),
            owner_id      TEXT    NOT NULL CHECK (length(owner_id) BETWEEN 1 AND 200),
            name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
            currency      TEXT    NOT NULL CHECK (length(currency) BETWEEN 2 AND 16),
            exponent      INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 18),
            status        TEXT    NOT NULL CHECK (status IN ('active', 'frozen', 'closed')),
            balance       INTEGER NOT NULL,
            credit_limit  INTEGER NOT NULL DEFAULT 0 CHECK (credit_limit >= 0),
            held          INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
            overdrawn     INTEGER NOT NULL DEFAULT 0 CHECK (overdrawn IN (0, 1)),
            last_sequence INTEGER NOT NULL CHECK (last_sequence >= 0),
            last_hold     INTEGER NOT NULL DEFAULT 0 CHECK (last_hold >= 0),
            open_holds    INTEGER NOT NULL DEFAULT 0 CHECK (open_holds >= 0),
            next_expiry   INTEGER,
            ended_through INTEGER,
            ended_number  INTEGER CHECK ((ended_number IS NULL) = (ended_through IS NULL)) CHECK (ended_number BETWEEN 1 AND last_hold),
            version       INTEGER NOT NULL CHECK (version > last_sequence),
            created_at    INTEGER NOT NULL,
            updated_at    INTEGER NOT NULL CHECK (updated_at >= created_at),
            UNIQUE (owner_id, name),
            CHECK (balance + credit_limit - held >= 0 OR overdrawn = 1),
            CHECK (status <> 'closed' OR (balance = 0 AND held = 0 AND open_holds = 0))
        ) STRICT;

        CREATE INDEX wallets_expiring ON wallets (next_expiry) WHERE next_expiry IS NOT NULL;
        CREATE INDEX wallets_ended ON wallets (ended_through) WHERE ended_through IS NOT NULL;
        CREATE INDEX wallets_open ON wallets (owner_id, status) WHERE status <> 'closed';

        CREATE TABLE transactions (
            id            INTEGER PRIMARY KEY,
            wallet_id     INTEGER NOT NULL REFERENCES wallets (id),
            sequence      INTEGER NOT NULL CHECK (sequence >= 1),
            type          INTEGER NOT NULL, -- its number tells the sign of the amount; the view history has its name
            amount        INTEGER NOT NULL,
            balance_after INTEGER NOT NULL,
            version       INTEGER NOT NULL CHECK (version > sequence),
            created_at    INTEGER NOT NULL,
            reference     TEXT    CHECK (length(reference) BETWEEN 1 AND 200),
            metadata      TEXT    CHECK (metadata IS NULL OR json_valid(metadata)),
            rebate_of     INTEGER CHECK ((rebate_of IS NOT NULL) = (type = 2)),
            reversal_of   INTEGER CHECK ((reversal_of IS NOT NULL) = (type = 201)),
            hold          INTEGER CHECK ((hold IS NOT NULL) = (type = 102)),
            hold_remaining INTEGER CHECK ((hold_remaining IS NOT NULL) = (hold IS NOT NULL)),
            counterpart_wallet_id INTEGER REFERENCES wallets (id) CHECK (type NOT IN (3, 103) OR counterpart_wallet_id IS NOT NULL),
            counterpart_sequence  INTEGER CHECK ((counterpart_sequence IS NOT NULL) = (counterpart_wallet_id IS NOT NULL)),
            counterpart_amount    INTEGER CHECK (counterpart_amount > 0),
            exchange_rate         TEXT,
            exchange_rounding     TEXT,
            UNIQUE (wallet_id, sequence),
            FOREIGN KEY (wallet_id, rebate_of) REFERENCES transactions (wallet_id, sequence),
            FOREIGN KEY (wallet_id, reversal_of) REFERENCES transactions (wallet_id, sequence),
            FOREIGN KEY (wallet_id, hold) REFERENCES holds (wallet_id, number),
            CHECK (CASE WHEN type BETWEEN 1 AND 99 THEN amount > 0 WHEN type BETWEEN 101 AND 199 THEN amount < 0 WHEN type BETWEEN 201 AND 255 THEN amount <> 0 ELSE 0 END)
        ) STRICT;

        -- A deposit's rebate is paid once, and a transaction reversed once, whatever else goes wrong.
        CREATE UNIQUE INDEX transactions_one_rebate_per_deposit ON transactions (wallet_id, rebate_of) WHERE rebate_of IS NOT NULL;
        CREATE UNIQUE INDEX transactions_one_reversal ON transactions (wallet_id, reversal_of) WHERE reversal_of IS NOT NULL;
        CREATE INDEX transactions_by_reference ON transactions (wallet_id, reference, sequence) WHERE reference IS NOT NULL;

        CREATE TABLE holds (
            wallet_id  INTEGER NOT NULL REFERENCES wallets (id),
            number     INTEGER NOT NULL CHECK (number >= 1),
            amount     INTEGER NOT NULL CHECK (amount > 0),
            captured   INTEGER NOT NULL CHECK (captured BETWEEN 0 AND amount),
            status     TEXT    NOT NULL CHECK (CASE status WHEN 'open' THEN captured < amount WHEN 'captured' THEN captured > 0 WHEN 'voided' THEN 1 WHEN 'expired' THEN expires_at IS NOT NULL ELSE 0 END),
            expires_at INTEGER,
            reference  TEXT    CHECK (length(reference) BETWEEN 1 AND 200),
            metadata   TEXT    CHECK (metadata IS NULL OR json_valid(metadata)),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL CHECK (updated_at >= created_at),
            PRIMARY KEY (wallet_id, number)
        ) STRICT, WITHOUT ROWID;

        -- With all that is summed, so that the sum is read from the index alone.
        CREATE INDEX holds_expiring ON holds (wallet_id, expires_at, number, amount, captured) WHERE status = 'open' AND expires_at IS NOT NULL;
        CREATE INDEX holds_open ON holds (wallet_id, number) WHERE status = 'open';

        CREATE TABLE wallet_events (
            wallet_id    INTEGER NOT NULL REFERENCES wallets (id),
            version      INTEGER NOT NULL CHECK (version > 1),
            type         TEXT    NOT NULL CHECK (type IN ('frozen', 'unfrozen', 'closed', 'credit_limit_set')),
            credit_limit INTEGER CHECK (credit_limit >= 0) CHECK ((credit_limit IS NOT NULL) = (type = 'credit_limit_set')),
            reason       TEXT    CHECK (length(reason) BETWEEN 1 AND 500),
            created_at   INTEGER NOT NULL,
            PRIMARY KEY (wallet_id, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE idempotency_keys (
            wallet_id      INTEGER NOT NULL REFERENCES wallets (id),
            key            TEXT    NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
            content        BLOB    NOT NULL CHECK (length(content) = 32),
            transaction_id INTEGER REFERENCES transactions (id),
            result         TEXT    CHECK (result IS NULL OR json_valid(result)),
            PRIMARY KEY (wallet_id, key),
            CHECK ((transaction_id IS NULL) <> (result IS NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rebate_policies (
            id   INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200)
        ) STRICT;

        CREATE TABLE rebate_terms (
            id        INTEGER PRIMARY KEY,
            policy_id INTEGER NOT NULL REFERENCES rebate_policies (id),
            terms     TEXT    NOT NULL,
            UNIQUE (policy_id, terms),
            UNIQUE (policy_id, id)
        ) STRICT;

        CREATE TABLE rebates (
            deposit_id     INTEGER PRIMARY KEY REFERENCES transactions (id),
            policy_id      INTEGER NOT NULL,
            terms_id       INTEGER NOT NULL,
            status         TEXT    NOT NULL CHECK (status IN ('pending', 'paid', 'nothing_due', 'cancelled', 'dead')),
            attempts       INTEGER NOT NULL CHECK (attempts >= 0),
            due_at         INTEGER NOT NULL,
            claim          BLOB    CHECK (length(claim) = 16),
            reason         TEXT,
            transaction_id INTEGER REFERENCES transactions (id) CHECK ((transaction_id IS NOT NULL) = (status = 'paid')),
            updated_at     INTEGER NOT NULL,
            FOREIGN KEY (policy_id, terms_id) REFERENCES rebate_terms (policy_id, id)
        ) STRICT;

        CREATE INDEX rebates_pending ON rebates (policy_id, due_at) WHERE status = 'pending';
        CREATE INDEX rebates_by_status ON rebates (status); -- each entry ends with the deposit_id

        -- For a person at a shell. Nothing else reads them.
        CREATE VIEW balances AS
        SELECT w.id AS wallet_id, w.owner_id, w.name, w.currency, w.exponent, w.status,
            w.balance, w.credit_limit, w.held, w.balance + w.credit_limit - w.held AS available, w.version, datetime(w.updated_at / 1000000, 'unixepoch') AS updated_at
        FROM wallets w;

        CREATE VIEW history AS
        SELECT t.id, t.wallet_id, w.owner_id, w.name, t.sequence,
            CASE t.type WHEN 1 THEN 'deposit' WHEN 2 THEN 'rebate' WHEN 3 THEN 'transfer_in' WHEN 101 THEN 'withdrawal' WHEN 102 THEN 'capture'
                WHEN 103 THEN 'transfer_out' WHEN 201 THEN 'reversal' ELSE 'type ' || t.type END AS type,
            t.amount, t.balance_after, w.currency, w.exponent, t.version, datetime(t.created_at / 1000000, 'unixepoch') AS created_at, t.reference, t.metadata,
            t.rebate_of, t.reversal_of, t.hold, t.hold_remaining,
            t.counterpart_wallet_id, t.counterpart_sequence, t.counterpart_amount, t.exchange_rate, t.exchange_rounding
        FROM transactions t JOIN wallets w ON w.id = t.wallet_id;
        """;
}
