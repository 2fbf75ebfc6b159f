using WalletKit.Rules;

namespace WalletKit.Storage.Relational;

/// <summary>The columns of one list within a row.</summary>
/// <param name="reader">Reads the row.</param>
/// <param name="from">The place in the row where the list begins.</param>
internal readonly struct Row<TReader>(TReader reader, int from = 0)
    where TReader : struct, IRowReader
{
    /// <summary>The columns of another list, which begins at a place of this one.</summary>
    public Row<TReader> From(int place) => new(reader, from + place);

    public bool IsNull(Column column) => reader.IsNull(from + column.Place);

    public long Int64(Column column) => reader.Int64(from + column.Place);

    public long? Int64OrNull(Column column) => IsNull(column) ? null : Int64(column);

    public int Int32(Column column) => Int64(column) is >= int.MinValue and <= int.MaxValue and var number
        ? (int)number
        : throw new WalletStoreException(StoreFailure.Corrupt, $"{column.Name} holds a number where no such number can be.");

    public bool Flag(Column column) => reader.Flag(from + column.Place);

    public string Text(Column column) => reader.Text(from + column.Place);

    public string? TextOrNull(Column column) => IsNull(column) ? null : Text(column);

    public Guid Guid(Column column) => reader.Guid(from + column.Place);

    public Guid? GuidOrNull(Column column) => IsNull(column) ? null : Guid(column);

    public WalletId WalletId(Column column) => new(Guid(column));

    public DateTimeOffset Time(Column column) => reader.Time(from + column.Place);

    public DateTimeOffset? TimeOrNull(Column column) => IsNull(column) ? null : Time(column);

    public Sha256Hash Hash(Column column) => reader.Hash(from + column.Place);

    public decimal? RateOrNull(Column column) => IsNull(column) ? null : reader.Rate(from + column.Place);

    /// <summary>Whether every column from one to another is NULL.</summary>
    public bool IsNull(Column first, Column last)
    {
        for (var place = first.Place; place <= last.Place; place++)
        {
            if (!reader.IsNull(from + place))
            {
                return false;
            }
        }

        return true;
    }
}
