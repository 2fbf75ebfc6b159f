using NpgsqlTypes;
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
    private readonly string _insertNames = WrittenRows.WalletNames.Insert(schema["wallet_names"]);

    private readonly string _insertWallets = WrittenRows.Wallets.Insert(schema["wallets"]);

    // Apart from the journal, because an index over the wallets that are not closed is written with it.
    private readonly string _closeWallets = All(KeyedUpdate.Of(schema["wallets"], "closed = true", "unnest($2) AS u(id)", "id = u.id AND NOT closed"));

    // The texts are deleted later, in pieces. Until then the two numbers hide them.
    private readonly string _eraseWallets = All(KeyedUpdate.Of(
        schema["wallets"],
        $"owner_id = NULL, name = NULL, {string.Join(", ", WrittenRows.Erased.Skip(1).Select(static name => $"{name} = u.{name}"))}",
        WrittenRows.Erased.Unnest(2),
        "id = u.id"));

    private readonly string _removeNames = All(KeyedUpdate.Delete(schema["wallet_names"], "unnest($2, $3) AS u(owner_id, name)", "owner_id = u.owner_id AND name = u.name"));

    private readonly string _insertErasures = $"{WrittenRows.Erasures.Insert(schema["erasures"])} ON CONFLICT (wallet_id) DO NOTHING";

    private readonly string _insertTexts = WrittenRows.Texts.Insert(schema["texts"]);

    private readonly string _putExpiring =
        $"{WrittenRows.Expiring.Insert(schema["expiring_wallets"])} ON CONFLICT (wallet_id) DO UPDATE SET since = EXCLUDED.since";

    private readonly string _removeExpiring = KeyedUpdate.Delete(schema["expiring_wallets"], "unnest($1) AS u(wallet_id)", "wallet_id = u.wallet_id");

    private readonly string _insertHolds = WrittenRows.Holds.Insert(schema["holds"]);

    private readonly string _updateHolds = All(KeyedUpdate.Of(
        schema["holds"],
        WrittenRows.HoldState.Set,
        WrittenRows.HoldChanges.Unnest(2),
        "wallet_id = u.wallet_id AND number = u.number AND status = 'open'",
        "wallet_id"));

    // A version that is there already is refused by the key. Then somebody has changed the wallet in spite of the lock, and the commit is tried again.
    private readonly string _insertPlainEntries = WrittenRows.PlainEntries.Insert(schema["journal"]);

    private readonly string _insertEntries = WrittenRows.Entries.Insert(schema["journal"]);

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

    private readonly Dictionary<WalletId, WrittenWallet> _opened = [];
    private readonly Dictionary<WalletId, WrittenWallet> _erasedBefore = [];
    private readonly Dictionary<HoldId, Hold> _placed = [];
    private readonly Dictionary<HoldId, Hold> _heldBefore = [];
    private readonly List<WalletId> _closed = [];
    private readonly List<JournalEntry> _plain = [];
    private readonly List<JournalEntry> _others = [];
    private readonly List<JournalEntry> _texts = [];
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

        AddErased(batch, states);
        AddOpened(batch);
        AddHolds(batch);
        Add(batch, _insertPlainEntries, WrittenRows.PlainEntries, _plain);
        Add(batch, _insertEntries, WrittenRows.Entries, _others);
        Add(batch, _insertTexts, WrittenRows.Texts, _texts);
        AddExpiring(batch, staged, states);
        AddRebates(batch);
        Add(batch, _insertKeys, WrittenRows.Keys, _recorded);
        if (_closed.Count > 0)
        {
            batch.AddUnread(_closeWallets, Parameter.Of(_closed.Count), Parameter.Of(_closed, NpgsqlDbType.Uuid, static id => id.Value));
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
        _closed.Clear();
        _plain.Clear();
        _others.Clear();
        _texts.Clear();
        _erasedBefore.Clear();
        _recorded.Clear();
        _earned.Clear();
        _earnedBefore.Clear();
    }

    private void Collect(in Changes changes)
    {
        if (changes.Opened is { } opened)
        {
            _opened[opened.Id] = new WrittenWallet(opened, changes.Secrets!);
        }

        if (changes.Placed is { } placed)
        {
            _placed[placed.Id] = placed;
        }

        foreach (var hold in changes.Holds)
        {
            (_placed.ContainsKey(hold.Id) ? _placed : _heldBefore)[hold.Id] = hold;
        }

        foreach (var entry in changes.Entries)
        {
            (EntryColumns.IsPlain(entry) ? _plain : _others).Add(entry);
            if (EntryColumns.HasTexts(entry))
            {
                _texts.Add(entry);
            }

            if (entry.Type == EntryType.Closed)
            {
                _closed.Add(entry.WalletId);
            }
            else if (entry.Type == EntryType.Erased)
            {
                (_opened.ContainsKey(entry.WalletId) ? _opened : _erasedBefore)[entry.WalletId] = new WrittenWallet(entry.Wallet, changes.Secrets!);
            }
        }

        if (changes.Earned is { } earned)
        {
            _earned[earned.Deposit] = (earned, changes.Entries.First!.RecordedAt);
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

    private void AddOpened(QueryBatch batch)
    {
        Add(batch, _insertNames, WrittenRows.WalletNames, [.. _opened.Values.Select(static row => row.Wallet).Where(static wallet => !wallet.IsErased)]);
        Add(batch, _insertWallets, WrittenRows.Wallets, [.. _opened.Values]);
        Add(batch, _insertErasures, WrittenRows.Erasures, [.. _opened.Values.Select(static row => row.Wallet).Where(static wallet => wallet.IsErased).Select(static wallet => wallet with { ErasedThrough = 0 })]);
    }

    // Before the openings, because a wallet that is opened may take an erased name.
    private void AddErased(QueryBatch batch, LoadedStates states)
    {
        if (_erasedBefore.Count == 0)
        {
            return;
        }

        Wallet[] before = [.. _erasedBefore.Keys.Select(id => states.FindWallet(id)!)];
        Wallet[] named = [.. before.Where(static wallet => !wallet.IsErased)];
        AddChanges(batch, _eraseWallets, WrittenRows.Erased, [.. _erasedBefore.Values]);
        Add(batch, _insertErasures, WrittenRows.Erasures, before);
        if (named.Length > 0)
        {
            batch.AddUnread(
                _removeNames,
                Parameter.Of(named.Length),
                Parameter.Of(named, NpgsqlDbType.Text, static wallet => wallet.OwnerId),
                Parameter.Of(named, NpgsqlDbType.Text, static wallet => wallet.Name));
        }
    }

    private void AddHolds(QueryBatch batch)
    {
        Add(batch, _insertHolds, WrittenRows.Holds, [.. _placed.Values]);
        AddChanges(batch, _updateHolds, WrittenRows.HoldChanges, [.. _heldBefore.Values]);
    }

    // Few commits change when the holds of a wallet expire.
    private void AddExpiring(QueryBatch batch, StagedChanges staged, LoadedStates states)
    {
        List<Wallet> put = [], removed = [];
        foreach (var wallet in staged.Wallets)
        {
            var before = _opened.ContainsKey(wallet.Id) ? null : ExpiringWallets.Since(states.FindWallet(wallet.Id)!.Holds);
            var since = ExpiringWallets.Since(wallet.Holds);
            if (since != before)
            {
                (since is null ? removed : put).Add(wallet);
            }
        }

        Add(batch, _putExpiring, WrittenRows.Expiring, put);
        if (removed.Count > 0)
        {
            batch.Add(_removeExpiring, Parameter.Of(removed, NpgsqlDbType.Uuid, static wallet => wallet.Id.Value));
        }
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
            batch.AddUnread(sql, [Parameter.Of(rows.Count), .. columns.Of(rows)]);
        }
    }
}
