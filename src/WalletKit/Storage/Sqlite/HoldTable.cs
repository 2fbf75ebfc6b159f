using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>holds</c>, on the write connection.</summary>
internal sealed class HoldTable(SqliteConnection connection) : IDisposable
{
    /// <summary>The sum of a wallet's open holds that have expired and that it has not ended. One index has all the columns.</summary>
    internal const string SumExpired =
        """
        SELECT coalesce(sum(amount - captured), 0) FROM walletkit_holds
        WHERE wallet_id = :walletRow AND status = 'open' AND expires_at IS NOT NULL AND expires_at <= :now AND (expires_at > :endedThrough OR number > :endedNumber)
        """;

    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteTables.Holds.Columns} FROM {SqliteTables.HoldSources} WHERE h.wallet_id = :walletRow AND h.number = :number");

    private readonly Statement _sumExpired = new(connection, SumExpired);

    private readonly Statement _expiring = new(
        connection,
        $"""
        SELECT {SqliteTables.Holds.Columns} FROM {SqliteTables.HoldSources}
        WHERE h.wallet_id = :walletRow AND h.status = 'open' AND h.expires_at IS NOT NULL AND h.expires_at > :after
        ORDER BY h.expires_at, h.number LIMIT :limit
        """);

    private readonly Statement _ended = new(
        connection,
        $"""
        SELECT {SqliteTables.Holds.Columns} FROM {SqliteTables.HoldSources}
        WHERE h.wallet_id = :walletRow AND h.status = 'open' AND h.expires_at IS NOT NULL AND h.expires_at <= :endedThrough AND h.number <= :endedNumber
        ORDER BY h.expires_at, h.number LIMIT :limit
        """);

    private readonly Statement _insert = new(connection, SqliteTables.Insert(SqliteTables.Holds));

    private readonly Statement _update = new(
        connection,
        $"""
        UPDATE walletkit_holds SET {SqliteTables.Set(SqliteTables.Holds, HoldColumns.Captured, HoldColumns.Status, HoldColumns.UpdatedAt)}
        WHERE wallet_id = {SqliteTables.Parameter(HoldColumns.WalletId)} AND number = {SqliteTables.Parameter(HoldColumns.Number)} AND status = 'open'
        """);

    public Hold? Find(long walletRowId, long number) => _find.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.Number, number).Single(SqliteRows.ReadHold);

    // Where none was ended, every number is past the last that was.
    public long Sum(long walletRowId, DateTimeOffset now, EndedThrough? ended) => _sumExpired
        .Bind(Parameter.WalletRow, walletRowId)
        .Bind(Parameter.Now, now)
        .Bind(Parameter.EndedThrough, ended?.Time ?? DateTimeOffset.MinValue)
        .Bind(Parameter.EndedNumber, ended?.Number ?? 0)
        .SingleInt64()!.Value;

    /// <summary>Open holds that expire later than <paramref name="after"/>, the earliest first.</summary>
    public List<Hold> FindExpiring(long walletRowId, DateTimeOffset after, int limit) =>
        _expiring.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.After, after).Bind(Parameter.Limit, limit).All(SqliteRows.ReadHold);

    /// <summary>Open holds that the wallet has ended, the earliest first.</summary>
    public List<Hold> FindEnded(long walletRowId, EndedThrough ended, int limit) =>
        _ended
            .Bind(Parameter.WalletRow, walletRowId)
            .Bind(Parameter.EndedThrough, ended.Time)
            .Bind(Parameter.EndedNumber, ended.Number)
            .Bind(Parameter.Limit, limit)
            .All(SqliteRows.ReadHold);

    public void Insert(long walletRowId, Hold hold) =>
        _insert
            .Bind(HoldColumns.WalletId, walletRowId)
            .Bind(HoldColumns.Number, hold.Id.Number)
            .Bind(HoldColumns.Amount, hold.AmountMinorUnits)
            .Bind(HoldColumns.Captured, hold.CapturedMinorUnits)
            .Bind(HoldColumns.Status, StoredNames.Of(hold.Status))
            .Bind(HoldColumns.ExpiresAt, hold.ExpiresAt)
            .Bind(HoldColumns.Reference, hold.Reference)
            .Bind(HoldColumns.Metadata, hold.Metadata)
            .Bind(HoldColumns.CreatedAt, hold.CreatedAt)
            .Bind(HoldColumns.UpdatedAt, hold.UpdatedAt)
            .Execute();

    public void Update(long walletRowId, Hold hold)
    {
        _update
            .Bind(HoldColumns.WalletId, walletRowId)
            .Bind(HoldColumns.Number, hold.Id.Number)
            .Bind(HoldColumns.Captured, hold.CapturedMinorUnits)
            .Bind(HoldColumns.Status, StoredNames.Of(hold.Status))
            .Bind(HoldColumns.UpdatedAt, hold.UpdatedAt)
            .Execute();
        if (SQLitePCL.raw.sqlite3_changes(connection.Handle!) != 1)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, $"hold {hold.Id} had ended already inside a transaction that was to change it.");
        }
    }

    public void Dispose()
    {
        _find.Dispose();
        _sumExpired.Dispose();
        _expiring.Dispose();
        _ended.Dispose();
        _insert.Dispose();
        _update.Dispose();
    }
}
