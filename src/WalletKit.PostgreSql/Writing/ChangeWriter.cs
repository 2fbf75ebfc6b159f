using System.Globalization;
using NpgsqlTypes;
using WalletKit.Model.Money;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>Turns what is staged into statements: one for each table and kind, however many commands there are.</summary>
internal sealed class ChangeWriter(PostgreSqlSchema schema)
{
    private readonly string _insertNames = Insert(schema["wallet_names"], "owner_id, name, wallet_id");

    private readonly string _insertWallets = Insert(
        schema["wallets"],
        "id, owner_id, name, currency, exponent, created_at, balance, last_sequence, version, updated_at, chain_hash, status, credit_limit, held, last_hold, open_holds, next_expiry, ended_through, ended_number, overdrawn");

    // The version guards against a row that changed in spite of the lock, which would be a defect.
    private readonly string _updateWallets = All(KeyedUpdate.Of(
        schema["wallets"],
        """
        balance = u.balance, last_sequence = u.last_sequence, version = u.version, updated_at = u.updated_at, chain_hash = u.chain_hash, status = u.status,
            credit_limit = u.credit_limit, held = u.held, last_hold = u.last_hold, open_holds = u.open_holds, next_expiry = u.next_expiry,
            ended_through = u.ended_through, ended_number = u.ended_number, overdrawn = u.overdrawn
        """,
        """
        unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            AS u(id, expected, balance, last_sequence, version, updated_at, chain_hash, status, credit_limit, held, last_hold, open_holds, next_expiry,
                ended_through, ended_number, overdrawn)
        """,
        "id = u.id AND version = u.expected"));

    private readonly string _insertHolds = Insert(
        schema["holds"], "wallet_id, number, amount, captured, status, expires_at, reference, metadata, created_at, updated_at");

    private readonly string _updateHolds = All(KeyedUpdate.Of(
        schema["holds"],
        "captured = u.captured, status = u.status, updated_at = u.updated_at",
        "unnest($2, $3, $4, $5, $6) AS u(wallet_id, number, captured, status, updated_at)",
        "wallet_id = u.wallet_id AND number = u.number AND status = 'open'"));

    private readonly string _insertTransactions = Insert(
        schema["transactions"], "wallet_id, sequence, type, amount, balance_after, version, created_at, reference, metadata, hash");

    private readonly string _insertLinkedTransactions = Insert(
        schema["transactions"],
        "wallet_id, sequence, type, amount, balance_after, version, created_at, reference, metadata, hash,"
        + " rebate_of, reversal_of, hold, hold_remaining, counterpart_wallet_id, counterpart_sequence, counterpart_amount, counterpart_currency, counterpart_exponent, exchange_rate, exchange_rounding");

    private readonly string _insertEvents = Insert(schema["wallet_events"], "wallet_id, version, type, credit_limit, reason, created_at");

    private readonly string _insertKeys = Insert(schema["idempotency_keys"], "wallet_id, key, content, sequence, result");

    private readonly string _insertRebates =
        $"""
        INSERT INTO {schema["rebates"]} (wallet_id, deposit, policy, terms, status, attempts, earned_at, due_at, claim, reason, paid_sequence, updated_at, place, noted_at)
        SELECT u.*, statement_timestamp() FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) WITH ORDINALITY AS u
        """;

    private readonly string _updateRebates = All(KeyedUpdate.Of(
        schema["rebates"],
        "status = u.status, attempts = u.attempts, due_at = u.due_at, claim = u.claim, reason = u.reason, paid_sequence = u.paid_sequence, updated_at = u.updated_at",
        "unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) AS u(wallet_id, deposit, status, attempts, due_at, claim, reason, paid_sequence, updated_at)",
        "wallet_id = u.wallet_id AND deposit = u.deposit"));

    private readonly Dictionary<WalletId, Wallet> _opened = [];
    private readonly Dictionary<HoldId, Hold> _placed = [];
    private readonly Dictionary<HoldId, Hold> _heldBefore = [];
    private readonly List<WalletTransaction> _plain = [];
    private readonly List<WalletTransaction> _linked = [];
    private readonly List<WalletEvent> _events = [];
    private readonly List<RecordedCommand> _recorded = [];
    private readonly Dictionary<TransactionId, (Rebate Rebate, DateTimeOffset EarnedAt)> _earned = [];
    private readonly Dictionary<TransactionId, Rebate> _earnedBefore = [];

    /// <summary>Adds the statements that write what is staged. Each row is written once, as it stands in the end.</summary>
    public void AddTo(QueryBatch batch, StagedChanges staged, LoadedStates states)
    {
        Clear();
        foreach (ref readonly var changes in staged.Log)
        {
            Collect(changes);
        }

        List<Wallet> opened = [], changed = [];
        foreach (var wallet in staged.Wallets)
        {
            (_opened.ContainsKey(wallet.Id) ? opened : changed).Add(wallet);
        }

        AddOpened(batch, opened);
        AddHolds(batch);
        AddTransactions(batch);
        AddEvents(batch);
        AddRebates(batch);
        AddKeys(batch);
        if (changed.Count > 0)
        {
            batch.Add(_updateWallets, [
                Parameter.Of(changed.Count),
                Parameter.Of(changed, NpgsqlDbType.Uuid, static wallet => wallet.Id.Value),
                Parameter.Of(changed, NpgsqlDbType.Bigint, wallet => states.FindWallet(wallet.Id)!.Version),
                .. MutableColumns(changed)]);
        }
    }

    /// <summary>Whether what was written last earned a rebate.</summary>
    public bool HasEarned => _earned.Count > 0;

    private static string Insert(string table, string columns) =>
        $"INSERT INTO {table} ({columns}) SELECT * FROM unnest({string.Join(", ", Enumerable.Range(1, columns.Count(',') + 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"${number}")))})";

    // A row that is not found must not be passed over: the commit is on its way with it. Dividing by zero ends the transaction.
    private static string All(string update) => $"WITH done AS ({update} RETURNING 1) SELECT 1 / (count(*) = $1)::int FROM done";

    private void Clear()
    {
        _opened.Clear();
        _placed.Clear();
        _heldBefore.Clear();
        _plain.Clear();
        _linked.Clear();
        _events.Clear();
        _recorded.Clear();
        _earned.Clear();
        _earnedBefore.Clear();
    }

    private void Collect(in Changes changes)
    {
        if (changes.Opened is { } opened)
        {
            _opened[opened.Id] = opened;
        }

        if (changes.Placed is { } placed)
        {
            _placed[placed.Id] = placed;
        }

        foreach (var hold in changes.Holds)
        {
            (_placed.ContainsKey(hold.Id) ? _placed : _heldBefore)[hold.Id] = hold;
        }

        foreach (var transaction in changes.Transactions)
        {
            (ReferenceEquals(transaction.Links, TransactionLinks.None) ? _plain : _linked).Add(transaction);
        }

        if (changes.Event is { } happened)
        {
            _events.Add(happened);
        }

        if (changes.Earned is { } earned)
        {
            _earned[earned.Deposit] = (earned, changes.Transactions.First!.CreatedAt);
        }

        if (changes.Rebate is { } rebate)
        {
            if (_earned.TryGetValue(rebate.Deposit, out var before))
            {
                _earned[rebate.Deposit] = before with { Rebate = rebate };
            }
            else
            {
                _earnedBefore[rebate.Deposit] = rebate;
            }
        }

        if (changes.Recorded is { } recorded)
        {
            _recorded.Add(recorded);
        }
    }

    private void AddOpened(QueryBatch batch, List<Wallet> opened)
    {
        if (opened.Count == 0)
        {
            return;
        }

        batch.Add(_insertNames, [
            Parameter.Of(opened, NpgsqlDbType.Text, static wallet => wallet.OwnerId),
            Parameter.Of(opened, NpgsqlDbType.Text, static wallet => wallet.Name),
            Parameter.Of(opened, NpgsqlDbType.Uuid, static wallet => wallet.Id.Value)]);
        batch.Add(_insertWallets, [
            Parameter.Of(opened, NpgsqlDbType.Uuid, static wallet => wallet.Id.Value),
            Parameter.Of(opened, NpgsqlDbType.Text, static wallet => wallet.OwnerId),
            Parameter.Of(opened, NpgsqlDbType.Text, static wallet => wallet.Name),
            Parameter.Of(opened, NpgsqlDbType.Text, static wallet => wallet.Currency.Code),
            Parameter.Of(opened, NpgsqlDbType.Smallint, static wallet => (short)wallet.Currency.Exponent),
            Parameter.Of(opened, NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(wallet.CreatedAt)),
            .. MutableColumns(opened)]);
    }

    private static Npgsql.NpgsqlParameter[] MutableColumns(List<Wallet> wallets) =>
    [
        Parameter.Of(wallets, NpgsqlDbType.Bigint, static wallet => wallet.BalanceMinorUnits),
        Parameter.Of(wallets, NpgsqlDbType.Bigint, static wallet => wallet.LastSequence),
        Parameter.Of(wallets, NpgsqlDbType.Bigint, static wallet => wallet.Version),
        Parameter.Of(wallets, NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(wallet.UpdatedAt)),
        Parameter.Of(wallets, NpgsqlDbType.Bytea, static wallet => Bytes(wallet.ChainHash)),
        Parameter.Of(wallets, NpgsqlDbType.Text, static wallet => StoredNames.Of(wallet.Status)),
        Parameter.Of(wallets, NpgsqlDbType.Bigint, static wallet => wallet.CreditLimitMinorUnits),
        Parameter.Of(wallets, NpgsqlDbType.Bigint, static wallet => wallet.Holds.HeldMinorUnits),
        Parameter.Of(wallets, NpgsqlDbType.Bigint, static wallet => wallet.Holds.LastNumber),
        Parameter.Of(wallets, NpgsqlDbType.Bigint, static wallet => wallet.Holds.OpenCount),
        Parameter.Of(wallets, NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(wallet.Holds.NextExpiry)),
        Parameter.Of(wallets, NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(wallet.Holds.EndedThrough?.Time)),
        Parameter.Of(wallets, NpgsqlDbType.Bigint, static wallet => wallet.Holds.EndedThrough?.Number),
        Parameter.Of(wallets, NpgsqlDbType.Boolean, static wallet => wallet.IsOverdrawn),
    ];

    private void AddHolds(QueryBatch batch)
    {
        if (_placed.Count > 0)
        {
            Hold[] placed = [.. _placed.Values];
            batch.Add(_insertHolds, [
                Parameter.Of(placed, NpgsqlDbType.Uuid, static hold => hold.Id.WalletId.Value),
                Parameter.Of(placed, NpgsqlDbType.Bigint, static hold => hold.Id.Number),
                Parameter.Of(placed, NpgsqlDbType.Bigint, static hold => hold.AmountMinorUnits),
                Parameter.Of(placed, NpgsqlDbType.Bigint, static hold => hold.CapturedMinorUnits),
                Parameter.Of(placed, NpgsqlDbType.Text, static hold => StoredNames.Of(hold.Status)),
                Parameter.Of(placed, NpgsqlDbType.TimestampTz, static hold => PostgreSqlTime.Of(hold.ExpiresAt)),
                Parameter.Of(placed, NpgsqlDbType.Text, static hold => hold.Reference),
                Parameter.Of(placed, NpgsqlDbType.Jsonb, static hold => Json(hold.Metadata)),
                Parameter.Of(placed, NpgsqlDbType.TimestampTz, static hold => PostgreSqlTime.Of(hold.CreatedAt)),
                Parameter.Of(placed, NpgsqlDbType.TimestampTz, static hold => PostgreSqlTime.Of(hold.UpdatedAt))]);
        }

        if (_heldBefore.Count > 0)
        {
            Hold[] changed = [.. _heldBefore.Values];
            batch.Add(_updateHolds, [
                Parameter.Of(changed.Length),
                Parameter.Of(changed, NpgsqlDbType.Uuid, static hold => hold.Id.WalletId.Value),
                Parameter.Of(changed, NpgsqlDbType.Bigint, static hold => hold.Id.Number),
                Parameter.Of(changed, NpgsqlDbType.Bigint, static hold => hold.CapturedMinorUnits),
                Parameter.Of(changed, NpgsqlDbType.Text, static hold => StoredNames.Of(hold.Status)),
                Parameter.Of(changed, NpgsqlDbType.TimestampTz, static hold => PostgreSqlTime.Of(hold.UpdatedAt))]);
        }
    }

    private void AddTransactions(QueryBatch batch)
    {
        if (_plain.Count > 0)
        {
            batch.Add(_insertTransactions, TransactionColumns(_plain));
        }

        if (_linked.Count > 0)
        {
            batch.Add(_insertLinkedTransactions, [
                .. TransactionColumns(_linked),
                Parameter.Of(_linked, NpgsqlDbType.Bigint, static transaction => transaction.Links.RebateOf),
                Parameter.Of(_linked, NpgsqlDbType.Bigint, static transaction => transaction.Links.ReversalOf),
                Parameter.Of(_linked, NpgsqlDbType.Bigint, static transaction => transaction.Links.Hold),
                Parameter.Of(_linked, NpgsqlDbType.Bigint, static transaction => transaction.Links.HoldRemainingMinorUnits),
                Parameter.Of(_linked, NpgsqlDbType.Uuid, static transaction => transaction.Links.Counterpart?.WalletId.Value),
                Parameter.Of(_linked, NpgsqlDbType.Bigint, static transaction => transaction.Links.Counterpart?.Sequence),
                Parameter.Of(_linked, NpgsqlDbType.Bigint, static transaction => transaction.Links.Exchange?.CounterpartMinorUnits),
                Parameter.Of(_linked, NpgsqlDbType.Text, static transaction => transaction.Links.Exchange?.CounterpartCurrency.Code),
                Parameter.Of(_linked, NpgsqlDbType.Smallint, static transaction => (short?)transaction.Links.Exchange?.CounterpartCurrency.Exponent),
                Parameter.Of(_linked, NpgsqlDbType.Numeric, static transaction => transaction.Links.Exchange?.Rate),
                Parameter.Of(_linked, NpgsqlDbType.Text, static transaction => transaction.Links.Exchange?.Rounding?.ToString())]);
        }
    }

    private static Npgsql.NpgsqlParameter[] TransactionColumns(List<WalletTransaction> transactions) =>
    [
        Parameter.Of(transactions, NpgsqlDbType.Uuid, static transaction => transaction.WalletId.Value),
        Parameter.Of(transactions, NpgsqlDbType.Bigint, static transaction => transaction.Sequence),
        Parameter.Of(transactions, NpgsqlDbType.Smallint, static transaction => (short)transaction.Type),
        Parameter.Of(transactions, NpgsqlDbType.Bigint, static transaction => transaction.AmountMinorUnits),
        Parameter.Of(transactions, NpgsqlDbType.Bigint, static transaction => transaction.BalanceAfterMinorUnits),
        Parameter.Of(transactions, NpgsqlDbType.Bigint, static transaction => transaction.Version),
        Parameter.Of(transactions, NpgsqlDbType.TimestampTz, static transaction => PostgreSqlTime.Of(transaction.CreatedAt)),
        Parameter.Of(transactions, NpgsqlDbType.Text, static transaction => transaction.Reference),
        Parameter.Of(transactions, NpgsqlDbType.Jsonb, static transaction => Json(transaction.Metadata)),
        Parameter.Of(transactions, NpgsqlDbType.Bytea, static transaction => Bytes(transaction.Hash)),
    ];

    private void AddEvents(QueryBatch batch)
    {
        if (_events.Count > 0)
        {
            batch.Add(_insertEvents, [
                Parameter.Of(_events, NpgsqlDbType.Uuid, static happened => happened.WalletId.Value),
                Parameter.Of(_events, NpgsqlDbType.Bigint, static happened => happened.Version),
                Parameter.Of(_events, NpgsqlDbType.Text, static happened => StoredNames.Of(happened.Type)),
                Parameter.Of(_events, NpgsqlDbType.Bigint, static happened => happened.CreditLimitMinorUnits),
                Parameter.Of(_events, NpgsqlDbType.Text, static happened => happened.Reason),
                Parameter.Of(_events, NpgsqlDbType.TimestampTz, static happened => PostgreSqlTime.Of(happened.CreatedAt))]);
        }
    }

    private void AddKeys(QueryBatch batch)
    {
        if (_recorded.Count > 0)
        {
            batch.Add(_insertKeys, [
                Parameter.Of(_recorded, NpgsqlDbType.Uuid, static recorded => recorded.WalletId.Value),
                Parameter.Of(_recorded, NpgsqlDbType.Text, static recorded => recorded.Key),
                Parameter.Of(_recorded, NpgsqlDbType.Bytea, static recorded => Bytes(recorded.Content)),
                Parameter.Of(_recorded, NpgsqlDbType.Bigint, static recorded => OnlyTransaction(recorded)?.Sequence),
                Parameter.Of(_recorded, NpgsqlDbType.Jsonb, static recorded => OnlyTransaction(recorded) is null ? RecordedResults.Write(recorded.Results) : null)]);
        }
    }

    private void AddRebates(QueryBatch batch)
    {
        if (_earned.Count > 0)
        {
            (Rebate Rebate, DateTimeOffset EarnedAt)[] earned = [.. _earned.Values];
            batch.Add(_insertRebates, [
                Parameter.Of(earned, NpgsqlDbType.Uuid, static row => row.Rebate.Deposit.WalletId.Value),
                Parameter.Of(earned, NpgsqlDbType.Bigint, static row => row.Rebate.Deposit.Sequence),
                Parameter.Of(earned, NpgsqlDbType.Text, static row => row.Rebate.Terms.Policy),
                Parameter.Of(earned, NpgsqlDbType.Text, static row => row.Rebate.Terms.Text),
                Parameter.Of(earned, NpgsqlDbType.Text, static row => StoredNames.Of(row.Rebate.Status)),
                Parameter.Of(earned, NpgsqlDbType.Integer, static row => row.Rebate.Attempts),
                Parameter.Of(earned, NpgsqlDbType.TimestampTz, static row => PostgreSqlTime.Of(row.EarnedAt)),
                Parameter.Of(earned, NpgsqlDbType.TimestampTz, static row => PostgreSqlTime.Of(row.Rebate.DueAt)),
                Parameter.Of(earned, NpgsqlDbType.Uuid, static row => row.Rebate.Claim),
                Parameter.Of(earned, NpgsqlDbType.Text, static row => row.Rebate.Reason),
                Parameter.Of(earned, NpgsqlDbType.Bigint, static row => row.Rebate.PaidSequence),
                Parameter.Of(earned, NpgsqlDbType.TimestampTz, static row => PostgreSqlTime.Of(row.Rebate.UpdatedAt))]);
        }

        if (_earnedBefore.Count > 0)
        {
            Rebate[] changed = [.. _earnedBefore.Values];
            batch.Add(_updateRebates, [
                Parameter.Of(changed.Length),
                Parameter.Of(changed, NpgsqlDbType.Uuid, static rebate => rebate.Deposit.WalletId.Value),
                Parameter.Of(changed, NpgsqlDbType.Bigint, static rebate => rebate.Deposit.Sequence),
                Parameter.Of(changed, NpgsqlDbType.Text, static rebate => StoredNames.Of(rebate.Status)),
                Parameter.Of(changed, NpgsqlDbType.Integer, static rebate => rebate.Attempts),
                Parameter.Of(changed, NpgsqlDbType.TimestampTz, static rebate => PostgreSqlTime.Of(rebate.DueAt)),
                Parameter.Of(changed, NpgsqlDbType.Uuid, static rebate => rebate.Claim),
                Parameter.Of(changed, NpgsqlDbType.Text, static rebate => rebate.Reason),
                Parameter.Of(changed, NpgsqlDbType.Bigint, static rebate => rebate.PaidSequence),
                Parameter.Of(changed, NpgsqlDbType.TimestampTz, static rebate => PostgreSqlTime.Of(rebate.UpdatedAt))]);
        }
    }

    // The key's own wallet is the transaction's, so its sequence is all that is to be kept.
    private static WalletTransaction? OnlyTransaction(RecordedCommand recorded) =>
        recorded.Results is [{ Transactions: { Count: 1, First: { } transaction }, Hold: null, Event: null }] && transaction.WalletId == recorded.WalletId ? transaction : null;

    private static string? Json(TransactionMetadata metadata) => metadata.Count == 0 ? null : metadata.ToJson();

    private static byte[] Bytes(Sha256Hash hash)
    {
        var bytes = new byte[Sha256Hash.Size];
        hash.CopyTo(bytes);
        return bytes;
    }
}
