using Npgsql;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Rows;

/// <summary>The row at which a reader stands.</summary>
internal readonly struct ReaderRow(NpgsqlDataReader reader) : IRowReader
{
    public bool IsNull(int place) => reader.IsDBNull(place);

    public long Int64(int place) => reader.GetInt64(place);

    public bool Flag(int place) => reader.GetBoolean(place);

    public string Text(int place) => reader.GetString(place);

    public Guid Guid(int place) => reader.GetGuid(place);

    public DateTimeOffset Time(int place) => new(reader.GetDateTime(place));

    public Sha256Hash Hash(int place) => new(reader.GetFieldValue<byte[]>(place));

    public decimal Rate(int place) => reader.GetDecimal(place);
}
