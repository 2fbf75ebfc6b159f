using NpgsqlTypes;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>Turns what is staged into statements: one for each table and kind, however many commands there are.</summary>
internal sealed class ChangeWriter(PostgreSqlSchema schema)
{
    private readonly string _insertNames = WrittenRows.WalletNames.Insert(schema["wallet_names"]);

    private readonly string _insertWallets = WrittenRows.Wallets.Insert(schema["wallets"]);

    // The version guards against a row that changed in spite of the lock, which would be a defect.
    private readonly string _updateWallets = All(KeyedUpdate.Of(
        schema["wallets"],
        WrittenRows.WalletState.Set,
        $"unnest($2, $3, {WrittenRows.WalletState.Parameters(4)}) AS u(id, expected, {WrittenRows.WalletState.Names})",
        "id = u.id AND version = u.expected"));

    private readonly string _insertHolds = WrittenRows.Holds.Insert(schema["holds"]);

    private readonly string _updateHolds = All(KeyedUpdate.Of(
        schema["holds"],
        WrittenRows.HoldState.Set,
        WrittenRows.HoldChanges.Unnest(2),
        "wallet_id = u.wallet_id AND number = u.number AND status = 'open'"));

    private readonly string _insertTransactions = WrittenRows.PlainTransactions.Insert(schema["transactions"]);

    private readonly string _insertLinkedTransactions = WrittenRows.LinkedTransactions.Insert(schema["transactions"]);

    private readonly string _insertEvents = WrittenRows.Events.Insert(schema["wallet_events"]);

    private readonly string _insertKeys = WrittenRows.Keys.Insert(schema["idempotency_keys"]);

    private readonly string _insertRebates =
        $"""
        INSERT INTO {schema["rebates"]} (earned_at, {WrittenRows.Rebates.Names}, place, noted_at)
        SELECT u.*, statement_timestamp() FROM unnest($1, {WrittenRows.Rebates.Parameters(2)}) WITH ORDINALITY AS u
        """;

    private readonly string _updateRebates = All(KeyedUpdate.Of(
        schema["rebates"],
        WrittenRows.RebateState.Set,
        WrittenRows.RebateChanges.Unnest(2),
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

    /// <summary>Adds the statements that write the staged changes. Each row is written once, in its final state.</summary>
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
        Add(batch, _insertEvents, WrittenRows.Events, _events);
        AddRebates(batch);
        Add(batch, _insertKeys, WrittenRows.Keys, _recorded);
        if (changed.Count > 0)
        {
            batch.Add(_updateWallets, [
                Parameter.Of(changed.Count),
                Parameter.Of(changed, NpgsqlDbType.Uuid, static wallet => wallet.Id.Value),
                Parameter.Of(changed, NpgsqlDbType.Bigint, wallet => states.FindWallet(wallet.Id)!.Version),
                .. WrittenRows.WalletState.Of(changed)]);
        }
    }

    /// <summary>Whether what was written last earned a rebate.</summary>
    public bool HasEarned => _earned.Count > 0;

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
        Add(batch, _insertNames, WrittenRows.WalletNames, opened);
        Add(batch, _insertWallets, WrittenRows.Wallets, opened);
    }

    private void AddHolds(QueryBatch batch)
    {
        Add(batch, _insertHolds, WrittenRows.Holds, [.. _placed.Values]);
        AddChanges(batch, _updateHolds, WrittenRows.HoldChanges, [.. _heldBefore.Values]);
    }

    private void AddTransactions(QueryBatch batch)
    {
        Add(batch, _insertTransactions, WrittenRows.PlainTransactions, _plain);
        Add(batch, _insertLinkedTransactions, WrittenRows.LinkedTransactions, _linked);
    }

    private void AddRebates(QueryBatch batch)
    {
        if (_earned.Count > 0)
        {
            (Rebate Rebate, DateTimeOffset EarnedAt)[] earned = [.. _earned.Values];
            batch.Add(_insertRebates, [
                Parameter.Of(earned, NpgsqlDbType.TimestampTz, static row => PostgreSqlTime.Of(row.EarnedAt)),
                .. WrittenRows.Rebates.Of(Array.ConvertAll(earned, static row => row.Rebate))]);
        }

        AddChanges(batch, _updateRebates, WrittenRows.RebateChanges, [.. _earnedBefore.Values]);
    }

    private static void Add<TRow>(QueryBatch batch, string sql, WrittenColumns<TRow> columns, IReadOnlyList<TRow> rows)
    {
        if (rows.Count > 0)
        {
            batch.Add(sql, columns.Of(rows));
        }
    }

    private static void AddChanges<TRow>(QueryBatch batch, string sql, WrittenColumns<TRow> columns, IReadOnlyList<TRow> rows)
    {
        if (rows.Count > 0)
        {
            batch.Add(sql, [Parameter.Of(rows.Count), .. columns.Of(rows)]);
        }
    }
}
