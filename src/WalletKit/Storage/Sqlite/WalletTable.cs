using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Rules;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The table <c>wallets</c>, on the write connection. Remembers the wallets it has seen, as long as nobody else writes, so that a
/// busy wallet is not read again for each command.
/// </summary>
internal sealed class WalletTable(SqliteConnection connection) : IDisposable
{
    // About 30 MB of wallets; past it, all are forgotten, which costs a read each and nothing else.
    private const int MaxRemembered = 100_000;

    internal const string OpenOfOwner = "SELECT count(*) FROM (SELECT 1 FROM wallets WHERE owner_id = ?1 AND status <> 'closed' LIMIT ?2)";

    private readonly Dictionary<WalletId, (long RowId, Wallet Wallet)> _remembered = [];
    private readonly Statement _byId = new(connection, $"SELECT {SqliteRows.WalletColumns} FROM wallets w WHERE w.public_id = ?1");
    private readonly Statement _byName = new(connection, $"SELECT {SqliteRows.WalletColumns} FROM wallets w WHERE w.owner_id = ?1 AND w.name = ?2");
    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO wallets (public_id, owner_id, name, currency, exponent, status, balance, last_sequence, version, created_at, updated_at, chain_hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """);

    // The version guards against a row that changed behind the transaction's back, which would be a defect.
    private readonly Statement _update = new(
        connection,
        "UPDATE wallets SET balance = ?3, last_sequence = ?4, version = ?5, updated_at = ?6, chain_hash = ?7 WHERE id = ?1 AND version = ?2");

    private readonly Statement _updateAll = new(
        connection,
        """
        UPDATE wallets SET balance = ?3, last_sequence = ?4, version = ?5, updated_at = ?6, chain_hash = ?7,
            credit_limit = ?8, held = ?9, last_hold = ?10, open_holds = ?11, next_expiry = ?12, ended_through = ?13, ended_number = ?14, overdrawn = ?15
        WHERE id = ?1 AND version = ?2
        """);

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
        _insert
            .Bind(1, wallet.Id.Value)
            .Bind(2, wallet.OwnerId)
            .Bind(3, wallet.Name)
            .Bind(4, wallet.Currency.Code)
            .Bind(5, wallet.Currency.Exponent)
            .Bind(6, StoredNames.Of(wallet.Status))
            .Bind(7, wallet.BalanceMinorUnits)
            .Bind(8, wallet.LastSequence)
            .Bind(9, wallet.Version)
            .Bind(10, SqliteTime.Of(wallet.CreatedAt))
            .Bind(11, SqliteTime.Of(wallet.UpdatedAt))
            .Bind(12, wallet.ChainHash)
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

        // Most changes are of the balance alone.
        var update = (HasOnlyMoved(remembered.Wallet, wallet) ? _update : BindRest(wallet))
            .Bind(1, remembered.RowId)
            .Bind(2, remembered.Wallet.Version)
            .Bind(3, wallet.BalanceMinorUnits)
            .Bind(4, wallet.LastSequence)
            .Bind(5, wallet.Version)
            .Bind(6, SqliteTime.Of(wallet.UpdatedAt))
            .Bind(7, wallet.ChainHash);
        update.Execute();
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

    /// <summary>Keeps what is remembered within bounds; between transactions only, as within one it is what will be written.</summary>
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

    private Statement BindRest(Wallet wallet) =>
        _updateAll
            .Bind(8, wallet.CreditLimitMinorUnits)
            .Bind(9, wallet.Holds.HeldMinorUnits)
            .Bind(10, wallet.Holds.LastNumber)
            .Bind(11, wallet.Holds.OpenCount)
            .Bind(12, SqliteTime.Of(wallet.Holds.NextExpiry))
            .Bind(13, SqliteTime.Of(wallet.Holds.EndedThrough?.Time))
            .Bind(14, wallet.Holds.EndedThrough?.Number)
            .Bind(15, wallet.IsOverdrawn ? 1 : 0);

    private Wallet? Read(Statement query)
    {
        if (!query.Step())
        {
            return null;
        }

        try
        {
            var wallet = SqliteRows.ReadWallet(query);
            _remembered[wallet.Id] = (query.Int64(0), wallet);
            return wallet;
        }
        finally
        {
            query.Reset();
        }
    }
}
