using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Model;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The table <c>wallets</c>, on the write connection. Remembers the wallets it has seen with their newest state, as long as no other connection appends to
/// their journals, so that a busy wallet is not read again for each command.
/// </summary>
internal sealed class WalletTable(SqliteConnection connection) : IDisposable
{
    // This many wallets take about 30 MB. Above the number all are forgotten, which costs only another read of each.
    private const int MaxRemembered = 100_000;

    private static readonly Column s_textSecret = WalletColumns.TextSecretAfter(1);
    private static readonly Column s_keySecret = WalletColumns.KeySecretAfter(1);

    private static readonly ColumnList s_secrets = new();
    private static readonly Column s_textSecretOnly = s_secrets.Add("text_secret");
    private static readonly Column s_keySecretOnly = s_secrets.Add("key_secret");

    internal const string OpenOfOwner = "SELECT count(*) FROM (SELECT 1 FROM walletkit_wallets WHERE owner_id = :owner AND closed = 0 LIMIT :limit)";

    private readonly Dictionary<WalletId, Remembered> _remembered = [];
    private readonly Statement _byId = new(connection, Select("w.public_id = :wallet"));
    private readonly Statement _byName = new(connection, Select("w.owner_id = :owner AND w.name = :name"));

    private readonly Statement _insert = new(
        connection,
        $"""
        INSERT INTO walletkit_wallets ({string.Join(", ", SqliteTables.Wallets.Stored.Select(static column => column.Name))}, text_secret, key_secret)
        VALUES ({string.Join(", ", SqliteTables.Wallets.Stored.Select(SqliteTables.Parameter))}, {SqliteTables.Parameter(s_textSecret)}, {SqliteTables.Parameter(s_keySecret)})
        """);

    // Apart from the journal, because an index over the wallets that are not closed is written with it.
    private readonly Statement _close = new(connection, "UPDATE walletkit_wallets SET closed = 1 WHERE id = :walletRow");

    // The texts are deleted later, in pieces. Until then the two numbers hide them.
    private readonly Statement _erase = new(
        connection,
        """
        UPDATE walletkit_wallets SET owner_id = NULL, name = NULL, text_secret = :secret, erased_through = :version, erased_holds = :number WHERE id = :walletRow
        """);

    private readonly Statement _replaceKeySecret = new(
        connection,
        """
        UPDATE walletkit_wallets SET key_secret = :secret
        WHERE id = :walletRow AND erased_through > 0 AND NOT EXISTS (SELECT 1 FROM walletkit_idempotency_keys WHERE wallet_id = :walletRow)
        """);

    private readonly Statement _secrets = new(connection, $"SELECT {s_secrets.Names} FROM walletkit_wallets WHERE id = :walletRow");

    private readonly Statement _countOpen = new(connection, OpenOfOwner);

    public Wallet? Find(WalletId walletId) =>
        _remembered.TryGetValue(walletId, out var found) ? found.Wallet : Read(_byId.Bind(Parameter.Wallet, walletId.Value));

    public Wallet? Find(string ownerId, string name) => Read(_byName.Bind(Parameter.Owner, ownerId).Bind(Parameter.Name, name));

    public int CountOpen(string ownerId, int limit) =>
        (int)_countOpen.Bind(Parameter.Owner, ownerId).Bind(Parameter.Limit, limit).SingleInt64()!.Value;

    public long? FindRowId(WalletId walletId) =>
        _remembered.TryGetValue(walletId, out var found) || (Find(walletId) is not null && _remembered.TryGetValue(walletId, out found))
            ? found.RowId
            : null;

    /// <remarks>Another process may have replaced the secret of an erased wallet's keys, of which no entry tells. Such a wallet's secrets are read each time.</remarks>
    public WalletSecrets? FindSecrets(WalletId walletId) =>
        !_remembered.TryGetValue(walletId, out var found) && (Find(walletId) is null || !_remembered.TryGetValue(walletId, out found)) ? null
        : found.Wallet.IsErased ? _secrets.Bind(Parameter.WalletRow, found.RowId).Single(static row => SqliteRows.ReadSecrets(row, s_textSecretOnly, s_keySecretOnly))
        : found.Secrets;

    public void Insert(Wallet wallet, WalletSecrets secrets)
    {
        _insert
            .Bind(WalletColumns.Id, wallet.Id.Value)
            .Bind(WalletColumns.OwnerId, wallet.OwnerId)
            .Bind(WalletColumns.Name, wallet.Name)
            .Bind(WalletColumns.Currency, wallet.Currency.Code)
            .Bind(WalletColumns.Exponent, wallet.Currency.Exponent)
            .Bind(WalletColumns.CreatedAt, wallet.CreatedAt)
            .Bind(s_textSecret, secrets.Texts)
            .Bind(s_keySecret, secrets.Keys)
            .Execute();
        _remembered[wallet.Id] = new Remembered(raw.sqlite3_last_insert_rowid(connection.Handle!), wallet, secrets);
    }

    /// <summary>Marks a wallet as closed.</summary>
    public void Close(long rowId) => _close.Bind(Parameter.WalletRow, rowId).Execute();

    /// <summary>Removes the owner and the name of a wallet, and hides its texts.</summary>
    /// <param name="rowId">The wallet's row.</param>
    /// <param name="erased">The wallet after the erasure.</param>
    /// <param name="secrets">The secrets from now on.</param>
    public void Erase(long rowId, Wallet erased, WalletSecrets secrets)
    {
        _erase
            .Bind(Parameter.WalletRow, rowId)
            .Bind(Parameter.Secret, secrets.Texts)
            .Bind(Parameter.Version, erased.ErasedThrough)
            .Bind(Parameter.Number, erased.Holds.LastNumber)
            .Execute();
        CollectionsMarshal.GetValueRefOrNullRef(_remembered, erased.Id).Secrets = secrets;
    }

    /// <summary>Replaces the secret of the keys of a wallet that is erased and has no key. Any other wallet keeps it.</summary>
    public void ReplaceUnusedKeySecret(long rowId) =>
        _replaceKeySecret.Bind(Parameter.WalletRow, rowId).Bind(Parameter.Secret, Secret.From(SecureRandom.Shared)).Execute();

    /// <summary>Remembers the newest state of a wallet, which is in the journal by now.</summary>
    /// <returns>The state before it.</returns>
    public Wallet Remember(Wallet wallet)
    {
        ref var remembered = ref CollectionsMarshal.GetValueRefOrNullRef(_remembered, wallet.Id);
        var before = remembered.Wallet;
        remembered.Wallet = wallet;
        return before;
    }

    public void Forget() => _remembered.Clear();

    public void Forget(WalletId walletId) => _remembered.Remove(walletId);

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
        _close.Dispose();
        _erase.Dispose();
        _replaceKeySecret.Dispose();
        _secrets.Dispose();
        _countOpen.Dispose();
    }

    private static string Select(string which) =>
        $"SELECT {SqliteTables.Wallets.Columns}, {SqliteRows.WalletRowId.Name}, {s_textSecret.Name}, {s_keySecret.Name} FROM {SqliteTables.WalletSources} WHERE {which}";

    private Wallet? Read(Statement query)
    {
        if (!query.Step())
        {
            return null;
        }

        try
        {
            var wallet = SqliteRows.ReadWallet(query);
            _remembered[wallet.Id] = new Remembered(query.Int64(SqliteRows.WalletRowId), wallet, SqliteRows.ReadSecrets(query, s_textSecret, s_keySecret));
            return wallet;
        }
        finally
        {
            query.Reset();
        }
    }

    private record struct Remembered(long RowId, Wallet Wallet, WalletSecrets Secrets);
}
