namespace WalletKit.Storage.Sqlite;

/// <summary>The steps that make the tables. A step that was released is never changed.</summary>
internal static class SqliteMigrations
{
    /// <summary>
    /// Tables are written by appending where they are written often: integer row ids inside, the public id looked up once, the
    /// rebates keyed by the deposit's row id. Older releases of SQLite, as shells may be,
    /// take NULL for invalid JSON. Times are microseconds since 1970-01-01 UTC, amounts integer minor units.
    /// </summary>
    public static readonly string Version1 = $"""
        -- First, so that it has the same page in a copy by VACUUM as in the original. Its row says to which write-ahead log the file belongs.
        CREATE TABLE walletkit_log_stamp (
            id         INTEGER PRIMARY KEY CHECK (id = 1),
            log        BLOB NOT NULL CHECK (length(log) = 8),
            log_before BLOB NOT NULL CHECK (length(log_before) = 8)
        ) STRICT;

        INSERT INTO walletkit_log_stamp VALUES (1, zeroblob(8), zeroblob(8));

        -- The version of these tables. A store keeps its random id for ever; a copy of the store has it too.
        CREATE TABLE walletkit_schema (
            id       INTEGER PRIMARY KEY CHECK (id = 1),
            version  INTEGER NOT NULL CHECK (version >= 1),
            store_id BLOB    NOT NULL CHECK (length(store_id) = 16)
        ) STRICT;

        -- The identity of a wallet. Its state is the newest entry of its journal.
        CREATE TABLE walletkit_wallets (
            id            INTEGER PRIMARY KEY,
            public_id     BLOB    NOT NULL UNIQUE CHECK (length(public_id) = 16),
            owner_id      TEXT    CHECK (length(owner_id) BETWEEN 1 AND 200), -- NULL where it was erased, like the name
            name          TEXT    CHECK ((name IS NULL) = (owner_id IS NULL)) CHECK (length(name) BETWEEN 1 AND 200),
            currency      TEXT    NOT NULL CHECK (length(currency) BETWEEN 2 AND 16),
            exponent      INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 18),
            created_at    INTEGER NOT NULL,
            closed        INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
            text_secret   BLOB    NOT NULL CHECK (length(text_secret) = 32), -- of the commitments to texts; an erasure replaces it
            key_secret    BLOB    NOT NULL CHECK (length(key_secret) = 32), -- under which idempotency keys and contents are hashed
            erased_through INTEGER NOT NULL DEFAULT 0 CHECK (erased_through >= 0), -- the newest version whose texts were erased
            erased_holds  INTEGER NOT NULL DEFAULT 0 CHECK (erased_holds >= 0), -- the newest hold whose texts were erased
            UNIQUE (owner_id, name),
            CHECK (owner_id IS NOT NULL OR erased_through > 0)
        ) STRICT;

        CREATE INDEX walletkit_wallets_open ON walletkit_wallets (owner_id) WHERE closed = 0;

        -- Everything that happened to a wallet, one row for each version, with the wallet after it. A state that is zero is NULL. Rows are only added.
        CREATE TABLE walletkit_journal (
            id            INTEGER PRIMARY KEY,
            wallet_id     INTEGER NOT NULL REFERENCES walletkit_wallets (id),
            version       INTEGER NOT NULL CHECK (version >= 1),
            type          INTEGER NOT NULL, -- its number tells the sign of the amount; the view history has its name
            recorded_at   INTEGER NOT NULL,
            sequence      INTEGER NOT NULL CHECK (sequence >= 0 AND sequence < version), -- the number of transactions so far
            amount        INTEGER,
            balance       INTEGER NOT NULL,
            hash          BLOB    NOT NULL CHECK (length(hash) = 32),
            status        TEXT    CHECK (status IN ('frozen', 'closed')),
            credit_limit  INTEGER CHECK (credit_limit > 0),
            overdrawn     INTEGER CHECK (overdrawn = 1),
            held          INTEGER CHECK (held > 0),
            last_hold     INTEGER CHECK (last_hold > 0),
            open_holds    INTEGER CHECK (open_holds > 0),
            next_expiry   INTEGER,
            ended_through INTEGER,
            ended_number  INTEGER CHECK ((ended_number IS NULL) = (ended_through IS NULL)) CHECK (ended_number BETWEEN 1 AND last_hold),
            text_commitment BLOB  CHECK (length(text_commitment) = 32), -- to the texts, which stand apart so that they can be erased
            effective_at  INTEGER CHECK (effective_at <= recorded_at),
            account       TEXT    CHECK (account IS NULL OR (type BETWEEN 1 AND 255 AND length(account) BETWEEN 1 AND 64)), -- NULL for the usual account of the type
            rebate_of     INTEGER CHECK ((rebate_of IS NOT NULL) = (type = 2)),
            reversal_of   INTEGER CHECK ((reversal_of IS NOT NULL) = (type = 201)),
            hold          INTEGER CHECK ((hold IS NOT NULL) = (type IN (102, 311, 312))),
            hold_remaining INTEGER CHECK ((hold_remaining IS NOT NULL) = (hold IS NOT NULL)) CHECK (hold_remaining >= 0),
            hold_expires_at INTEGER CHECK (hold_expires_at IS NULL OR type = 311),
            expired_holds TEXT    CHECK (expired_holds IS NULL OR json_valid(expired_holds)),
            counterpart_wallet_id INTEGER REFERENCES walletkit_wallets (id) CHECK (type NOT IN (3, 103) OR counterpart_wallet_id IS NOT NULL),
            counterpart_version   INTEGER CHECK ((counterpart_version IS NOT NULL) = (counterpart_wallet_id IS NOT NULL)),
            counterpart_amount    INTEGER CHECK (counterpart_amount > 0),
            exchange_rate         TEXT,
            exchange_rounding     TEXT,
            UNIQUE (wallet_id, version),
            FOREIGN KEY (wallet_id, rebate_of) REFERENCES walletkit_journal (wallet_id, version),
            FOREIGN KEY (wallet_id, reversal_of) REFERENCES walletkit_journal (wallet_id, version),
            FOREIGN KEY (wallet_id, hold) REFERENCES walletkit_holds (wallet_id, number),
            CHECK (CASE WHEN type BETWEEN 1 AND 99 THEN amount > 0 WHEN type BETWEEN 101 AND 199 THEN amount < 0 WHEN type BETWEEN 201 AND 255 THEN amount <> 0
                WHEN type BETWEEN 301 AND 399 THEN amount IS NULL ELSE 0 END IS 1),
            CHECK (balance + ifnull(credit_limit, 0) - ifnull(held, 0) >= 0 OR overdrawn IS 1),
            CHECK (status IS NOT 'closed' OR (balance = 0 AND held IS NULL AND open_holds IS NULL))
        ) STRICT;

        -- A deposit's rebate is paid once, and a transaction reversed once, whatever else goes wrong.
        CREATE UNIQUE INDEX walletkit_journal_one_rebate_per_deposit ON walletkit_journal (wallet_id, rebate_of) WHERE rebate_of IS NOT NULL;
        CREATE UNIQUE INDEX walletkit_journal_one_reversal ON walletkit_journal (wallet_id, reversal_of) WHERE reversal_of IS NOT NULL;
        CREATE INDEX walletkit_journal_events ON walletkit_journal (wallet_id, version) WHERE type BETWEEN 321 AND 399;

        -- The corrections of a wallet's time, which are few: times run backwards at them and nowhere else.
        CREATE INDEX walletkit_journal_corrections ON walletkit_journal (wallet_id, version) WHERE type = 351;

        -- The back-dated transactions, with the amount, so that a sum is read from the index alone.
        CREATE INDEX walletkit_journal_backdated ON walletkit_journal (wallet_id, effective_at, version, amount) WHERE effective_at IS NOT NULL AND amount IS NOT NULL;

        -- The texts of the entry with the same id. Owner and name are the texts of the opening, and stand with the wallet.
        CREATE TABLE walletkit_texts (
            id        INTEGER PRIMARY KEY REFERENCES walletkit_journal (id),
            wallet_id INTEGER NOT NULL,
            version   INTEGER NOT NULL,
            reference TEXT    CHECK (length(reference) BETWEEN 1 AND 200),
            metadata  TEXT    CHECK (metadata IS NULL OR json_valid(metadata)),
            reason    TEXT    CHECK (length(reason) BETWEEN 1 AND 500),
            actor     TEXT    CHECK (length(actor) BETWEEN 1 AND 200)
        ) STRICT;

        CREATE INDEX walletkit_texts_by_reference ON walletkit_texts (wallet_id, reference, version) WHERE reference IS NOT NULL;

        -- The erased wallets with texts that are not deleted yet, and how far the deletion has come.
        CREATE TABLE walletkit_erasures (
            wallet_id INTEGER PRIMARY KEY REFERENCES walletkit_wallets (id),
            done      INTEGER NOT NULL CHECK (done >= 0)
        ) STRICT;

        -- The last row of the journal, whose ids run from 1 without a gap, so that a journal whose end was cut away shows it.
        CREATE TABLE walletkit_journal_head (
            id   INTEGER PRIMARY KEY CHECK (id = 1),
            last INTEGER NOT NULL CHECK (last >= 0)
        ) STRICT;

        INSERT INTO walletkit_journal_head VALUES (1, 0);

        -- The sums of the amounts of the entries, in blocks of as many entries as the numbers in through are apart: each row has what the entries of its block
        -- come to. A trial balance adds up the blocks up to its place, and the entries after them.
        CREATE TABLE walletkit_totals (
            through  INTEGER NOT NULL CHECK (through > 0), -- the last entry of the block
            currency TEXT    NOT NULL,
            exponent INTEGER NOT NULL,
            account  TEXT    NOT NULL, -- '' for the transfers within a currency, whose two legs cancel out
            total    INTEGER NOT NULL,
            carry    INTEGER NOT NULL, -- of a sum past 64 bits: the sum is total + carry * 2^64
            PRIMARY KEY (through, currency, exponent, account)
        ) STRICT, WITHOUT ROWID;

        -- The wallets with holds whose expiry is to be recorded, and since when.
        CREATE TABLE walletkit_expiring_wallets (
            wallet_id INTEGER PRIMARY KEY REFERENCES walletkit_wallets (id),
            since     INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX walletkit_expiring_wallets_since ON walletkit_expiring_wallets (since);

        CREATE TABLE walletkit_holds (
            wallet_id  INTEGER NOT NULL REFERENCES walletkit_wallets (id),
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
        CREATE INDEX walletkit_holds_expiring ON walletkit_holds (wallet_id, expires_at, number, amount, captured) WHERE status = 'open' AND expires_at IS NOT NULL;
        CREATE INDEX walletkit_holds_open ON walletkit_holds (wallet_id, number) WHERE status = 'open';

        CREATE TABLE walletkit_idempotency_keys (
            wallet_id      INTEGER NOT NULL REFERENCES walletkit_wallets (id),
            key            BLOB    NOT NULL CHECK (length(key) = 32), -- hashes of key and content under the wallet's secret
            content        BLOB    NOT NULL CHECK (length(content) = 32),
            transaction_id INTEGER REFERENCES walletkit_journal (id),
            result         TEXT    CHECK (result IS NULL OR json_valid(result)),
            recorded_at    INTEGER NOT NULL, -- no index: old keys are found by a walk in the order of the primary key
            PRIMARY KEY (wallet_id, key),
            CHECK ((transaction_id IS NULL) <> (result IS NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE walletkit_rebate_policies (
            id   INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200)
        ) STRICT;

        CREATE TABLE walletkit_rebate_terms (
            id        INTEGER PRIMARY KEY,
            policy_id INTEGER NOT NULL REFERENCES walletkit_rebate_policies (id),
            terms     TEXT    NOT NULL,
            UNIQUE (policy_id, terms),
            UNIQUE (policy_id, id)
        ) STRICT;

        CREATE TABLE walletkit_rebates (
            deposit_id     INTEGER PRIMARY KEY REFERENCES walletkit_journal (id),
            policy_id      INTEGER NOT NULL,
            terms_id       INTEGER NOT NULL,
            status         TEXT    NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'paid', 'nothing_due', 'cancelled', 'dead')),
            attempts       INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            due_at         INTEGER NOT NULL,
            claim          BLOB    CHECK (length(claim) = 16),
            reason         TEXT,
            transaction_id INTEGER REFERENCES walletkit_journal (id) CHECK ((transaction_id IS NOT NULL) = (status = 'paid')),
            updated_at     INTEGER NOT NULL,
            FOREIGN KEY (policy_id, terms_id) REFERENCES walletkit_rebate_terms (policy_id, id)
        ) STRICT;

        CREATE INDEX walletkit_rebates_pending ON walletkit_rebates (policy_id, due_at) WHERE status = 'pending';
        CREATE INDEX walletkit_rebates_by_status ON walletkit_rebates (status); -- each entry ends with the deposit_id

        -- For a person at a shell. Nothing else reads them.
        CREATE VIEW walletkit_balances AS
        SELECT w.id AS wallet_id, w.owner_id, w.name, w.erased_through > 0 AS erased, w.currency, w.exponent, ifnull(j.status, 'active') AS status,
            {Units("j.balance")} AS balance, {Units("ifnull(j.credit_limit, 0)")} AS credit_limit, {Units("ifnull(j.held, 0)")} AS held,
            {Units("(j.balance + ifnull(j.credit_limit, 0) - ifnull(j.held, 0))")} AS available,
            j.version, datetime(j.recorded_at / 1000000, 'unixepoch') AS recorded_at
        FROM walletkit_wallets w LEFT JOIN walletkit_journal j ON j.wallet_id = w.id AND j.version = (SELECT max(n.version) FROM walletkit_journal n WHERE n.wallet_id = w.id);

        CREATE VIEW walletkit_history AS
        SELECT j.id, j.wallet_id, w.owner_id, w.name, j.version, j.sequence,
            CASE j.type WHEN 1 THEN 'deposit' WHEN 2 THEN 'rebate' WHEN 3 THEN 'transfer_in' WHEN 101 THEN 'withdrawal' WHEN 102 THEN 'capture'
                WHEN 103 THEN 'transfer_out' WHEN 201 THEN 'reversal' WHEN 301 THEN 'opened' WHEN 311 THEN 'hold_placed' WHEN 312 THEN 'hold_voided'
                WHEN 313 THEN 'holds_expired' WHEN 321 THEN 'frozen' WHEN 322 THEN 'unfrozen' WHEN 323 THEN 'closed' WHEN 331 THEN 'credit_limit_set'
                WHEN 341 THEN 'erased' WHEN 351 THEN 'time_corrected' ELSE 'type ' || j.type END AS type,
            {Units("j.amount")} AS amount, {Units("j.balance")} AS balance, w.currency, w.exponent, datetime(j.recorded_at / 1000000, 'unixepoch') AS recorded_at, datetime(j.effective_at / 1000000, 'unixepoch') AS effective_at,
            j.account, x.actor, x.reference, x.metadata, x.reason, j.version <= w.erased_through AS erased,
            j.rebate_of, j.reversal_of, j.hold, {Units("j.hold_remaining")} AS hold_remaining, j.expired_holds,
            j.counterpart_wallet_id, j.counterpart_version, {Units("j.counterpart_amount", "c.exponent")} AS counterpart_amount, c.currency AS counterpart_currency,
            j.exchange_rate, j.exchange_rounding
        FROM walletkit_journal j JOIN walletkit_wallets w ON w.id = j.wallet_id LEFT JOIN walletkit_wallets c ON c.id = j.counterpart_wallet_id
            LEFT JOIN walletkit_texts x ON x.id = j.id AND j.version > w.erased_through;
        """;

    /// <summary>The steps, each from the version before it.</summary>
    public static IReadOnlyList<SqliteMigration> All { get; } = [Version1];

    // A number of minor units as the text of the exact decimal number, because SQLite has no decimals.
    private static string Units(string amount, string exponent = "w.exponent")
    {
        var digits = $"substr('0000000000000000000' || ltrim({amount}, '-'), -max({exponent} + 1, length(ltrim({amount}, '-'))))";
        return $"CASE WHEN {amount} < 0 THEN '-' ELSE '' END || CASE {exponent} WHEN 0 THEN {digits} ELSE substr({digits}, 1, length({digits}) - {exponent}) || '.' || substr({digits}, -{exponent}) END";
    }
}
