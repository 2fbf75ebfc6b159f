using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Rules;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The table <c>wallets</c>, on the write connection. Remembers the wallets it has seen, as long as no other connection writes, so that a
/// busy wallet is not read again for each command.
/// </summary>
internal sealed class WalletTable(SqliteConnection connection) : IDisposable
{
    // This many wallets take about 30 MB. Above the number all are forgotten, which costs only another read of each.
    private const int MaxRemembered = 100_000;

    internal const string OpenOfOwner = "SELECT count(*) FROM (SELECT 1 FROM wallets WHERE owner_id = ?1 AND status <> 'closed' LIMIT ?2)";

    // Most changes touch only the first list of columns. Other changes may touch the second list as well.
    private static readonly Column[] s_moved =
        [WalletColumns.Balance, WalletColumns.LastSequence, WalletColumns.Version, WalletColumns.UpdatedAt, WalletColumns.ChainHash];

    private static readonly Column[] s_rest =
    [
        WalletColumns.CreditLimit, WalletColumns.Held, WalletColumns.LastHold, WalletColumns.OpenHolds, WalletColumns.NextExpiry,
        WalletColumns.EndedThrough, WalletColumns.EndedNumber, WalletColumns.Overdrawn,
    ];

    // The parameters of an UPDATE after the columns: the id of the row, and the version that the row must have.
    private static readonly Column s_row = WalletColumns.All.After("id");
    private static readonly Column s_before = WalletColumns.All.After("version", 1);

    private readonly Dictionary<WalletId, (long RowId, Wallet Wallet)> _remembered = [];
    private readonly Statement _byId = new(connection, $"SELECT {SqliteTables.Wallets.Columns}, {SqliteRows.WalletRowId.Name} FROM wallets w WHERE w.public_id = ?1");
    private readonly Statement _byName = new(connection, $"SELECT {SqliteTables.Wallets.Columns}, {SqliteRows.WalletRowId.Name} FROM wallets w WHERE w.owner_id = ?1 AND w.name = ?2");
    private readonly Statement _insert = new(connection, SqliteTables.Insert(SqliteTables.Wallets));
    private readonly Statement _update = new(connection, Update(s_moved));
    private readonly Statement _updateAll = new(connection, Update([.. s_moved, .. s_rest]));

    // Apart, because an index over the wallets that are not closed is written whenever the status is.
    private readonly Statement _updateStatus = new(connection, "UPDATE wallets SET status = ?2 WHERE id = ?1");

    private readonly Statement _countOpen = new(connection, OpenOfOwner);

    public Wallet? Find(WalletId walletId) =>
        _remembered.TryGetValue(walletId, out var found) ? found.Wallet : Read(_byId.Bind(1, walletId.Value));

    public Wallet? Find(string ownerId, string name) => Read(_byName.Bind(1, ownerId).Bind(2, name));

    public int CountOpen(string ownerId, int limit) => (int)_countOpen.Bind(1, ownerId).Bind(2, limit).SingleInt64()!.Value;

    public long? FindRowId(WalletId walletId) =>
        _remembered.TryGetValue(walletId, out var found) || (Find(walletId) is not null && _remembered.TryGetValue(walletId, out found))
            ? found.RowId
            : null;

    public void Insert(Wallet wallet)
    {
        BindRest(BindMoved(_insert, wallet), wallet)
            .Bind(WalletColumns.Id, wallet.Id.Value)
            .Bind(WalletColumns.OwnerId, wallet.OwnerId)
            .Bind(WalletColumns.Name, wallet.Name)
            .Bind(WalletColumns.Currency, wallet.Currency.Code)
            .Bind(WalletColumns.Exponent, wallet.Currency.Exponent)
            .Bind(WalletColumns.CreatedAt, wallet.CreatedAt)
            .Bind(WalletColumns.Status, StoredNames.Of(wallet.Status))
            .Execute();
        _remembered[wallet.Id] = (raw.sqlite3_last_insert_rowid(connection.Handle!), wallet);
    }

    /// <summary>Writes the newest state of a wallet, however many times it changed.</summary>
    public void Update(Wallet wallet)
    {
        ref var remembered = ref CollectionsMarshal.GetValueRefOrNullRef(_remembered, wallet.Id);
        if (remembered.Wallet.Version == wallet.Version)
        {
            return;
        }

        var update = HasOnlyMoved(remembered.Wallet, wallet) ? _update : BindRest(_updateAll, wallet);
        BindMoved(update, wallet)
            .Bind(s_row, remembered.RowId)
            .Bind(s_before, remembered.Wallet.Version)
            .Execute();
        if (raw.sqlite3_changes(connection.Handle!) != 1)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, $"wallet {wallet.Id} changed inside a transaction that was not its own.");
        }

        if (remembered.Wallet.Status != wallet.Status)
        {
            _updateStatus.Bind(1, remembered.RowId).Bind(2, StoredNames.Of(wallet.Status)).Execute();
        }

        remembered.Wallet = wallet;
    }

    public void Forget() => _remembered.Clear();

    /// <summary>Bounds the remembered wallets. Only between transactions, because within a transaction they are the wallets to write.</summary>
    public void Trim()
    {
        if (_remembered.Count > MaxRemembered)
        {
            Forget();
        }
    }

    public void Dispose()
    {
        _byId.Dispose();
        _byName.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _updateAll.Dispose();
        _updateStatus.Dispose();
        _countOpen.Dispose();
    }

    private static bool HasOnlyMoved(Wallet before, Wallet after) =>
        before.CreditLimitMinorUnits == after.CreditLimitMinorUnits
        && before.Holds == after.Holds
        && before.IsOverdrawn == after.IsOverdrawn;

    // The version guards against a row that changed behind the transaction's back, which would be a defect.
    private static string Update(Column[] columns) =>
        $"UPDATE wallets SET {SqliteTables.Set(SqliteTables.Wallets, columns)} WHERE {s_row.Name} = {SqliteTables.Parameter(s_row)} AND {s_before.Name} = {SqliteTables.Parameter(s_before)}";

    private static Statement BindMoved(Statement statement, Wallet wallet) =>
        statement
            .Bind(WalletColumns.Balance, wallet.BalanceMinorUnits)
            .Bind(WalletColumns.LastSequence, wallet.LastSequence)
            .Bind(WalletColumns.Version, wallet.Version)
            .Bind(WalletColumns.UpdatedAt, wallet.UpdatedAt)
            .Bind(WalletColumns.ChainHash, wallet.ChainHash);

    private static Statement BindRest(Statement statement, Wallet wallet) =>
        statement
            .Bind(WalletColumns.CreditLimit, wallet.CreditLimitMinorUnits)
            .Bind(WalletColumns.Held, wallet.Holds.HeldMinorUnits)
            .Bind(WalletColumns.LastHold, wallet.Holds.LastNumber)
            .Bind(WalletColumns.OpenHolds, wallet.Holds.OpenCount)
            .Bind(WalletColumns.NextExpiry, wallet.Holds.NextExpiry)
            .Bind(WalletColumns.EndedThrough, wallet.Holds.EndedThrough?.Time)
            .Bind(WalletColumns.EndedNumber, wallet.Holds.EndedThrough?.Number)
            .Bind(WalletColumns.Overdrawn, wallet.IsOverdrawn);

    private Wallet? Read(Statement query)
    {
        if (!query.Step())
        {
            return null;
        }

        try
        {
            var wallet = SqliteRows.ReadWallet(query);
            _remembered[wallet.Id] = (query.Int64(SqliteRows.WalletRowId), wallet);
            return wallet;
        }
        finally
        {
            query.Reset();
        }
    }
}
