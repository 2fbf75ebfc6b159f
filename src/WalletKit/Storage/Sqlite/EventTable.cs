using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>wallet_events</c>, on the write connection. It is only ever appended to.</summary>
internal sealed class EventTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, SqliteTables.Insert(SqliteTables.Events));

    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteTables.Events.Columns} FROM {SqliteTables.EventSources} WHERE e.wallet_id = ?1 AND e.version = ?2");

    public WalletEvent? Find(long walletRowId, long version) => _find.Bind(1, walletRowId).Bind(2, version).Single(SqliteRows.ReadEvent);

    public void Insert(long walletRowId, WalletEvent happened) =>
        _insert
            .Bind(EventColumns.WalletId, walletRowId)
            .Bind(EventColumns.Version, happened.Version)
            .Bind(EventColumns.Type, StoredNames.Of(happened.Type))
            .Bind(EventColumns.CreditLimit, happened.CreditLimitMinorUnits)
            .Bind(EventColumns.Reason, happened.Reason)
            .Bind(EventColumns.CreatedAt, happened.CreatedAt)
            .Execute();

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
    }
}
