using WalletKit.Storage.Relational;

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

    public Statement Bind(Column column, DateTimeOffset value) => Bind(IndexOf(column), SqliteTime.Of(value));

    public Statement Bind(Column column, DateTimeOffset? value) => Bind(IndexOf(column), SqliteTime.Of(value));

    public Statement Bind(Column column, TransactionMetadata value) => Bind(IndexOf(column), value.Count == 0 ? null : value.ToJson());

    public long Int64(Column column) => Int64(column.Place);

    private static int IndexOf(Column column) => column.Place + 1;
}
