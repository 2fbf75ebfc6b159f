namespace WalletKit.PostgreSql.Schema;

/// <summary>The steps that make the tables, each from the version before it. A step that was released is never changed.</summary>
internal static class PostgreSqlMigrations
{
    /// <summary>
    /// Each key begins with the wallet, so that the tables can be divided by it; only the names of wallets are unique across them, and
    /// only commands that open wallets touch those. Texts are compared by their bytes. Amounts are integer minor units.
    /// </summary>
    private const string Version1 = """
        CREATE TABLE wallets (
            id            uuid        PRIMARY KEY,
            owner_id      text        COLLATE "C" NOT NULL CHECK (length(owner_id) BETWEEN 1 AND 200),
            name          text        COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
            currency      text        NOT NULL CHECK (length(currency) BETWEEN 2 AND 16),
            exponent      smallint    NOT NULL CHECK (exponent BETWEEN 0 AND 18),
            status        text        NOT NULL CHECK (status IN ('active', 'frozen', 'closed')),
            balance       bigint      NOT NULL,
            credit_limit  bigint      NOT NULL CHECK (credit_limit >= 0),
            held          bigint      NOT NULL CHECK (held >= 0),
            overdrawn     boolean     NOT NULL,
            last_sequence bigint      NOT NULL CHECK (last_sequence >= 0),
            last_hold     bigint      NOT NULL CHECK (last_hold >= 0),
            open_holds    bigint      NOT NULL CHECK (open_holds >= 0),
            next_expiry   timestamptz,
            ended_through timestamptz,
            ended_number  bigint      CHECK ((ended_number IS NULL) = (ended_through IS NULL)) CHECK (ended_number BETWEEN 1 AND last_hold),
            version       bigint      NOT NULL CHECK (version > last_sequence),
            created_at    timestamptz NOT NULL,
            updated_at    timestamptz NOT NULL CHECK (updated_at >= created_at),
            chain_hash    bytea       NOT NULL CHECK (octet_length(chain_hash) = 32),
            CHECK (overdrawn OR balance::numeric + credit_limit - held >= 0),
            CHECK (status <> 'closed' OR (balance = 0 AND held = 0 AND open_holds = 0))
        ) WITH (fillfactor = 70); -- a new version of a row then finds room on its own page, and no index is written

        CREATE INDEX wallets_expiring ON wallets (next_expiry) WHERE next_expiry IS NOT NULL;
        CREATE INDEX wallets_ended ON wallets (ended_through) WHERE ended_through IS NOT NULL;
        CREATE INDEX wallets_open ON wallets (owner_id) WHERE status <> 'closed';

        -- Nothing but a row to lock while an owner's wallets are counted and one is opened.
        CREATE TABLE wallet_owners (
            owner_id text COLLATE "C" PRIMARY KEY
        );

        CREATE TABLE wallet_names (
            owner_id  text COLLATE "C" NOT NULL,
            name      text COLLATE "C" NOT NULL,
            wallet_id uuid NOT NULL,
            PRIMARY KEY (owner_id, name)
        );

        CREATE TABLE holds (
            wallet_id  uuid        NOT NULL,
            number     bigint      NOT NULL CHECK (number >= 1),
            amount     bigint      NOT NULL CHECK (amount > 0),
            captured   bigint      NOT NULL CHECK (captured BETWEEN 0 AND amount),
            status     text        NOT NULL,
            expires_at timestamptz,
            reference  text        CHECK (length(reference) BETWEEN 1 AND 200),
            metadata   jsonb,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
            PRIMARY KEY (wallet_id, number),
            CHECK (CASE status WHEN 'open' THEN captured < amount WHEN 'captured' THEN captured > 0 WHEN 'voided' THEN true WHEN 'expired' THEN expires_at IS NOT NULL ELSE false END)
        );

        -- Not compressed, so that the size of metadata is known without reading it.
        ALTER TABLE holds ALTER COLUMN metadata SET STORAGE EXTERNAL;

        -- With all that is summed, so that the sum is read from the index where the server can.
        CREATE INDEX holds_expiring ON holds (wallet_id, expires_at, number) INCLUDE (amount, captured) WHERE status = 'open' AND expires_at IS NOT NULL;
        CREATE INDEX holds_open ON holds (wallet_id, number) WHERE status = 'open';

        CREATE TABLE transactions (
            wallet_id     uuid        NOT NULL,
            sequence      bigint      NOT NULL CHECK (sequence >= 1),
            type          smallint    NOT NULL, -- its number tells the sign of the amount; the view history has its name
            amount        bigint      NOT NULL,
            balance_after bigint      NOT NULL,
            version       bigint      NOT NULL CHECK (version > sequence),
            created_at    timestamptz NOT NULL,
            reference     text        COLLATE "C" CHECK (length(reference) BETWEEN 1 AND 200),
            metadata      jsonb,
            rebate_of     bigint      CHECK ((rebate_of IS NOT NULL) = (type = 2)),
            reversal_of   bigint      CHECK ((reversal_of IS NOT NULL) = (type = 201)),
            hold          bigint      CHECK ((hold IS NOT NULL) = (type = 102)),
            hold_remaining bigint     CHECK ((hold_remaining IS NOT NULL) = (hold IS NOT NULL)),
            counterpart_wallet_id uuid     CHECK (type NOT IN (3, 103) OR counterpart_wallet_id IS NOT NULL),
            counterpart_sequence  bigint   CHECK ((counterpart_sequence IS NOT NULL) = (counterpart_wallet_id IS NOT NULL)),
            counterpart_amount    bigint   CHECK (counterpart_amount > 0),
            counterpart_currency  text     CHECK ((counterpart_currency IS NOT NULL) = (counterpart_amount IS NOT NULL)),
            counterpart_exponent  smallint CHECK ((counterpart_exponent IS NOT NULL) = (counterpart_amount IS NOT NULL)),
            exchange_rate         numeric,
            exchange_rounding     text,
            hash          bytea       NOT NULL CHECK (octet_length(hash) = 32),
            PRIMARY KEY (wallet_id, sequence),
            FOREIGN KEY (wallet_id, rebate_of) REFERENCES transactions (wallet_id, sequence),
            FOREIGN KEY (wallet_id, reversal_of) REFERENCES transactions (wallet_id, sequence),
            FOREIGN KEY (wallet_id, hold) REFERENCES holds (wallet_id, number),
            CHECK (CASE WHEN type BETWEEN 1 AND 99 THEN amount > 0 WHEN type BETWEEN 101 AND 199 THEN amount < 0 WHEN type BETWEEN 201 AND 255 THEN amount <> 0 ELSE false END)
        );

        ALTER TABLE transactions ALTER COLUMN metadata SET STORAGE EXTERNAL;

        -- A deposit's rebate is paid once, and a transaction reversed once, whatever else goes wrong.
        CREATE UNIQUE INDEX transactions_one_rebate_per_deposit ON transactions (wallet_id, rebate_of) WHERE rebate_of IS NOT NULL;
        CREATE UNIQUE INDEX transactions_one_reversal ON transactions (wallet_id, reversal_of) WHERE reversal_of IS NOT NULL;
        CREATE INDEX transactions_by_reference ON transactions (wallet_id, reference, sequence) WHERE reference IS NOT NULL;

        CREATE TABLE wallet_events (
            wallet_id    uuid        NOT NULL,
            version      bigint      NOT NULL CHECK (version > 1),
            type         text        NOT NULL CHECK (type IN ('frozen', 'unfrozen', 'closed', 'credit_limit_set')),
            credit_limit bigint      CHECK (credit_limit >= 0) CHECK ((credit_limit IS NOT NULL) = (type = 'credit_limit_set')),
            reason       text        CHECK (length(reason) BETWEEN 1 AND 500),
            created_at   timestamptz NOT NULL,
            PRIMARY KEY (wallet_id, version)
        );

        CREATE TABLE idempotency_keys (
            wallet_id uuid   NOT NULL,
            key       text   COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
            content   bytea  NOT NULL CHECK (octet_length(content) = 32),
            sequence  bigint,
            result    jsonb,
            PRIMARY KEY (wallet_id, key),
            CHECK ((sequence IS NULL) <> (result IS NULL))
        );

        CREATE TABLE rebates (
            wallet_id     uuid        NOT NULL,
            deposit       bigint      NOT NULL,
            policy        text        COLLATE "C" NOT NULL,
            terms         text        NOT NULL,
            status        text        NOT NULL CHECK (status IN ('pending', 'paid', 'nothing_due', 'cancelled', 'dead')),
            attempts      integer     NOT NULL CHECK (attempts >= 0),
            earned_at     timestamptz NOT NULL,
            due_at        timestamptz NOT NULL,
            claim         uuid,
            reason        text,
            paid_sequence bigint      CHECK ((paid_sequence IS NOT NULL) = (status = 'paid')),
            updated_at    timestamptz NOT NULL,
            noted_at      timestamptz NOT NULL, -- by the server's clock, which all hosts share; with place, the order in which they were earned
            place         integer     NOT NULL,
            PRIMARY KEY (wallet_id, deposit)
        );

        CREATE INDEX rebates_pending ON rebates (policy, due_at, noted_at, place) WHERE status = 'pending';
        CREATE INDEX rebates_claimed ON rebates (claim) WHERE status = 'pending' AND claim IS NOT NULL;

        -- Over an expression, which only lists ask for: a claim must never read what is pending by this index, whatever the statistics say.
        CREATE INDEX rebates_by_status ON rebates ((status || ''), noted_at, place, wallet_id, deposit);

        -- A row for the newest commit of each connection that writes. A host that loses the connection in the middle of a commit tells by the row whether the
        -- commit stands; where it does not, a row that says so keeps the commit from being made later.
        CREATE TABLE commits (
            wallet_id uuid        NOT NULL,
            session   uuid        NOT NULL,
            number    bigint      NOT NULL,
            stands    boolean     NOT NULL,
            made_at   timestamptz NOT NULL DEFAULT now(),
            recorded_at timestamptz, -- by the clock that the commit took its time from; null where it was given up
            PRIMARY KEY (wallet_id, session, number)
        );

        -- For a person at a shell. Nothing else reads them.
        CREATE VIEW balances AS
        SELECT w.id AS wallet_id, w.owner_id, w.name, w.currency, w.exponent, w.status,
            w.balance, w.credit_limit, w.held, w.balance::numeric + w.credit_limit - w.held AS available, w.version, w.updated_at
        FROM wallets w;

        CREATE VIEW history AS
        SELECT t.wallet_id, w.owner_id, w.name, t.sequence,
            CASE t.type WHEN 1 THEN 'deposit' WHEN 2 THEN 'rebate' WHEN 3 THEN 'transfer_in' WHEN 101 THEN 'withdrawal' WHEN 102 THEN 'capture'
                WHEN 103 THEN 'transfer_out' WHEN 201 THEN 'reversal' ELSE 'type ' || t.type END AS type,
            t.amount, t.balance_after, w.currency, w.exponent, t.version, t.created_at, t.reference, t.metadata,
            t.rebate_of, t.reversal_of, t.hold, t.hold_remaining,
            t.counterpart_wallet_id, t.counterpart_sequence, t.counterpart_amount, t.counterpart_currency, t.counterpart_exponent, t.exchange_rate, t.exchange_rounding
        FROM transactions t JOIN wallets w ON w.id = t.wallet_id;
        """;

    /// <summary>The steps, each from the version before it.</summary>
    public static IReadOnlyList<string> All { get; } = [Version1];

    /// <summary>The tables and views of every version, by which a schema that is somebody else's is recognized.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        ["wallets", "wallet_owners", "wallet_names", "holds", "transactions", "wallet_events", "idempotency_keys", "rebates", "commits", "balances", "history"];
}
