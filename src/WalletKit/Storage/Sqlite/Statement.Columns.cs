using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

// Values by the columns of a list: a parameter has the column's place, counted from 1 as SQLite does.
internal sealed partial class Statement
{
    public Statement Bind(Column column, long value) => Bind(IndexOf(column), value);

    public Statement Bind(Column column, long? value) => Bind(IndexOf(column), value);

    public Statement Bind(Column column, bool value) => Bind(IndexOf(column), value ? 1 : 0);

    public Statement Bind(Column column, string? value) => Bind(IndexOf(column), value);

    public Statement Bind(Column column, Guid? value) => Bind(IndexOf(column), value);

    public Statement Bind(Column column, Sha256Hash value) => Bind(IndexOf(column), value);

    public Statement Bind(Column column, Sha256Hash? value) => value is { } hash ? Bind(IndexOf(column), hash) : Bind(IndexOf(column), (string?)null);

    public Statement Bind(Column column, Secret value) => Bind(IndexOf(column), value);

    public Statement Bind(Column column, DateTimeOffset value) => Bind(IndexOf(column), SqliteTime.Of(value));

    public Statement Bind(Column column, DateTimeOffset? value) => Bind(IndexOf(column), SqliteTime.Of(value));

    public Statement Bind(Column column, TransactionMetadata value) => Bind(IndexOf(column), value.Count == 0 ? null : value.ToJson());

    public bool IsNull(Column column) => IsNull(column.Place);

    public long Int64(Column column) => Int64(column.Place);

    public string String(Column column) => String(column.Place);

    public string? StringOrNull(Column column) => IsNull(column) ? null : String(column);

    public Guid Guid(Column column) => Guid(column.Place);

    public ReadOnlySpan<byte> Blob(Column column) => Blob(column.Place);

    public DateTimeOffset Time(Column column) => SqliteTime.ToTime(Int64(column));

    private static int IndexOf(Column column) => column.Place + 1;
}
