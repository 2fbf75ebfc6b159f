using System.Globalization;

namespace WalletKit.PostgreSql.Schema;

/// <summary>The steps that make the tables, each from the version before it. A step that was released is never changed.</summary>
internal static class PostgreSqlMigrations
{
    /// <summary>
    /// Each key begins with the wallet, so that the tables can be divided by it; only the names of wallets and the ids of commits are unique across them, and
    /// only commands that open wallets touch the names. Texts are compared by their bytes. Amounts are integer minor units.
    /// </summary>
    private static string Version1(int partitions) => $"""
        CREATE TABLE walletkit_wallets (
            id            uuid        PRIMARY KEY,
            owner_id      text        COLLATE "C" CHECK (length(owner_id) BETWEEN 1 AND 200),
            name          text        COLLATE "C" CHECK ((name IS NULL) = (owner_id IS NULL)) CHECK (length(name) BETWEEN 1 AND 200),
            currency      text        NOT NULL CHECK (length(currency) BETWEEN 2 AND 16),
            exponent      smallint    NOT NULL CHECK (exponent BETWEEN 0 AND 18),
            created_at    timestamptz NOT NULL,
            closed        boolean     NOT NULL DEFAULT false,
            text_secret   bytea       NOT NULL CHECK (octet_length(text_secret) = 32),
            key_secret    bytea       NOT NULL CHECK (octet_length(key_secret) = 32),
            erased_through bigint     NOT NULL DEFAULT 0 CHECK (erased_through >= 0),
            erased_holds  bigint      NOT NULL DEFAULT 0 CHECK (erased_holds >= 0),
            CHECK (owner_id IS NOT NULL OR erased_through > 0)
        );

        CREATE INDEX walletkit_wallets_open ON walletkit_wallets (owner_id) WHERE NOT closed;

        CREATE TABLE walletkit_wallet_owners (
            owner_id text COLLATE "C" PRIMARY KEY
        );

        CREATE TABLE walletkit_wallet_names (
            owner_id  text COLLATE "C" NOT NULL,
            name      text COLLATE "C" NOT NULL,
            wallet_id uuid NOT NULL,
            PRIMARY KEY (owner_id, name)
        );

        CREATE TABLE walletkit_holds (
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
        ){ByWallet(partitions)};
        {Partitions("walletkit_holds", partitions)}

        -- Not compressed, so that the size of metadata is known without reading it.
        ALTER TABLE walletkit_holds ALTER COLUMN metadata SET STORAGE EXTERNAL;

        -- With all that is summed, so that the sum is read from the index where the server can.
        CREATE INDEX walletkit_holds_expiring ON walletkit_holds (wallet_id, expires_at, number) INCLUDE (amount, captured) WHERE status = 'open' AND expires_at IS NOT NULL;
        CREATE INDEX walletkit_holds_open ON walletkit_holds (wallet_id, number) WHERE status = 'open';

        CREATE TABLE walletkit_journal (
            wallet_id     uuid        NOT NULL,
            version       bigint      NOT NULL CHECK (version >= 1),
            recorded_at   timestamptz NOT NULL,
            sequence      bigint      NOT NULL CHECK (sequence >= 0 AND sequence < version),
            balance       bigint      NOT NULL,
            amount        bigint,
            type          smallint    NOT NULL,
            hash          bytea       NOT NULL CHECK (octet_length(hash) = 32),
            status        text        CHECK (status IN ('frozen', 'closed')),
            credit_limit  bigint      CHECK (credit_limit > 0),
            overdrawn     boolean     CHECK (overdrawn),
            held          bigint      CHECK (held > 0),
            last_hold     bigint      CHECK (last_hold > 0),
            open_holds    bigint      CHECK (open_holds > 0),
            next_expiry   timestamptz,
            ended_through timestamptz,
            ended_number  bigint      CHECK ((ended_number IS NULL) = (ended_through IS NULL)) CHECK (ended_number IS NULL OR (ended_number BETWEEN 1 AND last_hold) IS TRUE),
            text_commitment bytea     CHECK (octet_length(text_commitment) = 32),
            effective_at  timestamptz CHECK (effective_at <= recorded_at),
            account       text        CHECK (account IS NULL OR (type BETWEEN 1 AND 255 AND length(account) BETWEEN 1 AND 64)),
            rebate_of     bigint      CHECK ((rebate_of IS NOT NULL) = (type = 2)),
            reversal_of   bigint      CHECK ((reversal_of IS NOT NULL) = (type = 201)),
            hold          bigint      CHECK ((hold IS NOT NULL) = (type IN (102, 311, 312))),
            hold_remaining bigint     CHECK ((hold_remaining IS NOT NULL) = (hold IS NOT NULL)) CHECK (hold_remaining >= 0),
            hold_expires_at timestamptz CHECK (hold_expires_at IS NULL OR type = 311),
            expired_holds json,
            counterpart_wallet_id uuid     CHECK (type NOT IN (3, 103) OR counterpart_wallet_id IS NOT NULL),
            counterpart_version   bigint   CHECK ((counterpart_version IS NOT NULL) = (counterpart_wallet_id IS NOT NULL)),
            counterpart_amount    bigint   CHECK (counterpart_amount > 0),
            counterpart_currency  text     CHECK ((counterpart_currency IS NOT NULL) = (counterpart_amount IS NOT NULL)),
            counterpart_exponent  smallint CHECK ((counterpart_exponent IS NOT NULL) = (counterpart_amount IS NOT NULL)),
            exchange_rate         numeric,
            exchange_rounding     text,
            PRIMARY KEY (wallet_id, version),
            CHECK ((CASE WHEN type BETWEEN 1 AND 99 THEN amount > 0 WHEN type BETWEEN 101 AND 199 THEN amount < 0 WHEN type BETWEEN 201 AND 255 THEN amount <> 0
                WHEN type BETWEEN 301 AND 399 THEN amount IS NULL ELSE false END) IS TRUE),
            CHECK (overdrawn IS TRUE OR balance::numeric + coalesce(credit_limit, 0) - coalesce(held, 0) >= 0),
            CHECK (status <> 'closed' OR (balance = 0 AND held IS NULL AND open_holds IS NULL))
        ){ByWallet(partitions)};
        {Partitions("walletkit_journal", partitions)}

        -- A deposit's rebate is paid once, and a transaction reversed once, whatever else goes wrong.
        CREATE UNIQUE INDEX walletkit_journal_one_rebate_per_deposit ON walletkit_journal (wallet_id, rebate_of) WHERE rebate_of IS NOT NULL;
        CREATE UNIQUE INDEX walletkit_journal_one_reversal ON walletkit_journal (wallet_id, reversal_of) WHERE reversal_of IS NOT NULL;
        CREATE INDEX walletkit_journal_events ON walletkit_journal (wallet_id, version) WHERE type BETWEEN 321 AND 399;

        -- The corrections of a wallet's time, which are few: times run backwards at them and nowhere else.
        CREATE INDEX walletkit_journal_corrections ON walletkit_journal (wallet_id, version) WHERE type = 351;

        -- The back-dated transactions, with the amount, so that a sum is read from the index where the server can.
        CREATE INDEX walletkit_journal_backdated ON walletkit_journal (wallet_id, effective_at, version) INCLUDE (amount) WHERE effective_at IS NOT NULL AND amount IS NOT NULL;

        CREATE TABLE walletkit_texts (
            wallet_id uuid   NOT NULL,
            version   bigint NOT NULL,
            reference text   COLLATE "C" CHECK (length(reference) BETWEEN 1 AND 200),
            metadata  jsonb,
            reason    text   CHECK (length(reason) BETWEEN 1 AND 500),
            actor     text   CHECK (length(actor) BETWEEN 1 AND 200),
            PRIMARY KEY (wallet_id, version)
        ){ByWallet(partitions)};
        {Partitions("walletkit_texts", partitions)}

        ALTER TABLE walletkit_texts ALTER COLUMN metadata SET STORAGE EXTERNAL;

        CREATE INDEX walletkit_texts_by_reference ON walletkit_texts (wallet_id, reference, version) WHERE reference IS NOT NULL;

        CREATE TABLE walletkit_erasures (
            wallet_id uuid   PRIMARY KEY,
            done      bigint NOT NULL CHECK (done >= 0),
            owner_id  text   COLLATE "C"
        );

        CREATE TABLE walletkit_expiring_wallets (
            wallet_id uuid        PRIMARY KEY,
            since     timestamptz NOT NULL
        );

        CREATE INDEX walletkit_expiring_wallets_since ON walletkit_expiring_wallets (since);

        CREATE TABLE walletkit_idempotency_keys (
            wallet_id   uuid        NOT NULL,
            key         bytea       NOT NULL CHECK (octet_length(key) = 32),
            content     bytea       NOT NULL CHECK (octet_length(content) = 32),
            version     bigint,
            result      jsonb,
            recorded_at timestamptz NOT NULL, -- no index: old keys are found by a walk in the order of the primary key
            PRIMARY KEY (wallet_id, key),
            CHECK ((version IS NULL) <> (result IS NULL))
        ){ByWallet(partitions)};
        {Partitions("walletkit_idempotency_keys", partitions)}

        CREATE TABLE walletkit_rebates (
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
            paid_version  bigint      CHECK ((paid_version IS NOT NULL) = (status = 'paid')),
            updated_at    timestamptz NOT NULL,
            noted_at      timestamptz NOT NULL,
            place         integer     NOT NULL,
            PRIMARY KEY (wallet_id, deposit)
        );

        CREATE INDEX walletkit_rebates_pending ON walletkit_rebates (policy, due_at, noted_at, place) WHERE status = 'pending';
        CREATE INDEX walletkit_rebates_claimed ON walletkit_rebates (claim) WHERE status = 'pending' AND claim IS NOT NULL;

        -- Over an expression, which only lists ask for: a claim must never read what is pending by this index, whatever the statistics say.
        CREATE INDEX walletkit_rebates_by_status ON walletkit_rebates ((status || ''), noted_at, place, wallet_id, deposit);

        -- A row for each commit, which names the entries of the journal that the commit appended, by the first and the last version of each wallet. A journal
        -- whose end was cut away is found by them. A writer that loses its connection in the middle of a commit tells by the row whether the commit stands;
        -- where it does not, a row that says so keeps it from being made later.
        CREATE TABLE walletkit_commits (
            id          bigint      GENERATED ALWAYS AS IDENTITY,
            wallet_id   uuid        NOT NULL,
            session     uuid        NOT NULL,
            number      bigint      NOT NULL,
            stands      boolean     NOT NULL,
            made_at     timestamptz NOT NULL DEFAULT now(),
            recorded_at timestamptz CHECK ((recorded_at IS NOT NULL) = stands),
            wallet_ids     uuid[]   CHECK ((wallet_ids IS NOT NULL) = stands),
            first_versions bigint[] CHECK (cardinality(first_versions) IS NOT DISTINCT FROM cardinality(wallet_ids)),
            last_versions  bigint[] CHECK (cardinality(last_versions) IS NOT DISTINCT FROM cardinality(wallet_ids)),
            position    bigint      CHECK (position IS NULL OR (position > 0 AND stands)),
            currencies  text[]      CHECK ((currencies IS NOT NULL) = stands),
            exponents   smallint[]  CHECK (cardinality(exponents) IS NOT DISTINCT FROM cardinality(currencies)),
            accounts    text[]      CHECK (cardinality(accounts) IS NOT DISTINCT FROM cardinality(currencies)),
            totals      numeric[]   CHECK (cardinality(totals) IS NOT DISTINCT FROM cardinality(currencies)),
            PRIMARY KEY (wallet_id, session, number)
        );

        CREATE UNIQUE INDEX walletkit_commits_newest ON walletkit_commits (id) WHERE stands;
        CREATE INDEX walletkit_commits_given_up ON walletkit_commits (made_at) WHERE NOT stands;

        -- Over an expression, which only the numbering asks for: it must never look for what has no position by the index of all commits, whatever the statistics say.
        CREATE INDEX walletkit_commits_unnumbered ON walletkit_commits ((id + 0)) WHERE stands AND position IS NULL;
        CREATE UNIQUE INDEX walletkit_commits_numbered ON walletkit_commits (position) WHERE position IS NOT NULL;

        -- What the transactions of a block of commits come to, in blocks of as many commits as the numbers in through are apart. A trial balance adds up the
        -- blocks up to its place, and the commits after them.
        CREATE TABLE walletkit_totals (
            through  bigint   NOT NULL CHECK (through > 0),
            currency text     COLLATE "C" NOT NULL,
            exponent smallint NOT NULL,
            account  text     COLLATE "C" NOT NULL,
            total    numeric  NOT NULL,
            PRIMARY KEY (through, currency, exponent, account)
        );

        {PostgreSqlViews.Version1}
        """;

    /// <summary>The most partitions of a table.</summary>
    public const int MaxPartitions = 256;

    /// <summary>The steps, each from the version before it.</summary>
    public static IReadOnlyList<PostgreSqlMigration> All { get; } = Partitioned(0);

    /// <summary>The steps, with the tables that grow with each transaction of a wallet divided by a hash of the wallet; 0 for tables that are not divided.</summary>
    public static IReadOnlyList<PostgreSqlMigration> Partitioned(int partitions) => [new(Version1(partitions))];

    /// <summary>The tables and views of every version, by which a schema that is somebody else's is recognized.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        ["walletkit_wallets", "walletkit_wallet_owners", "walletkit_wallet_names", "walletkit_holds", "walletkit_journal", "walletkit_texts", "walletkit_erasures", "walletkit_expiring_wallets", "walletkit_idempotency_keys", "walletkit_rebates", "walletkit_commits", "walletkit_totals", .. PostgreSqlViews.Names];

    private static string ByWallet(int partitions) => partitions > 0 ? " PARTITION BY HASH (wallet_id)" : "";

    private static string Partitions(string table, int partitions) => string.Join(
        '\n',
        Enumerable.Range(0, partitions).Select(part => string.Create(CultureInfo.InvariantCulture, $"CREATE TABLE {table}_{part} PARTITION OF {table} FOR VALUES WITH (MODULUS {partitions}, REMAINDER {part});")));
}
