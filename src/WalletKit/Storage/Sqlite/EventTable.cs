using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>wallet_events</c>, on the write connection. It is only ever appended to.</summary>
internal sealed class EventTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection,
        "INSERT INTO wallet_events (wallet_id, version, type, credit_limit, reason, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteRows.EventColumns} FROM {SqliteRows.EventTables} WHERE e.wallet_id = ?1 AND e.version = ?2");

    public WalletEvent? Find(long walletRowId, long version) => _find.Bind(1, walletRowId).Bind(2, version).Single(SqliteRows.ReadEvent);

    public void Insert(long walletRowId, WalletEvent happened) =>
        _insert
            .Bind(1, walletRowId)
            .Bind(2, happened.Version)
            .Bind(3, StoredNames.Of(happened.Type))
            .Bind(4, happened.CreditLimitMinorUnits)
            .Bind(5, happened.Reason)
            .Bind(6, SqliteTime.Of(happened.CreatedAt))
            .Execute();

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
    }
}
