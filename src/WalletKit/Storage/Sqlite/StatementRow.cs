using System.Globalization;
using WalletKit.Rules;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The row at which a statement stands.</summary>
internal readonly struct StatementRow(Statement statement) : IRowReader
{
    public bool IsNull(int place) => statement.IsNull(place);

    public long Int64(int place) => statement.Int64(place);

    public bool Flag(int place) => statement.Int64(place) != 0;

    public string Text(int place) => statement.String(place);

    public Guid Guid(int place) => statement.Guid(place);

    public DateTimeOffset Time(int place) => SqliteTime.ToTime(statement.Int64(place));

    public Sha256Hash Hash(int place) => statement.Hash(place);

    // As text, because a number of SQLite would be rounded.
    public decimal Rate(int place) => decimal.TryParse(statement.String(place), NumberStyles.Number, CultureInfo.InvariantCulture, out var rate)
        ? rate
        : throw new WalletStoreException(StoreFailure.Corrupt, "journal.exchange_rate holds something that cannot be read.");
}
