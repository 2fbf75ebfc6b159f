using WalletKit.Storage.Totals;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

// The sums of the transactions. The row ids of the journal are in the order of commits, so a place is the row id of the last entry of a commit.
internal sealed partial class ReadSession
{
    private TotalsQuery? _totals;

    public StoreTotals? ReadTotals(string? place)
    {
        using var snapshot = new Snapshot(this);
        var last = Prepared("SELECT coalesce(max(id), 0) FROM walletkit_journal").SingleInt64()!.Value;
        if (place is not null)
        {
            if (TotalsPlace.ReadNumber(place) is not { } number || number > last || PlaceAt(number) != place)
            {
                return null;
            }

            last = number;
        }

        return new StoreTotals(place ?? PlaceAt(last)!, SumThrough(last).ToSums());
    }

    // The hash of an entry tells it from an entry of another store with the same row id.
    private string? PlaceAt(long rowId)
    {
        var hash = Prepared("SELECT hash FROM walletkit_journal WHERE id = :entryRow");
        return rowId == 0 ? TotalsPlace.Write(0, []) : hash.Bind(Parameter.EntryRow, rowId).Single(row => TotalsPlace.Write(rowId, row.Blob(Relational.Column.Only)));
    }

    private TransactionSums SumThrough(long last)
    {
        _totals ??= new TotalsQuery(_connection);
        var sums = new TransactionSums();
        var summed = last - (last % database.EntriesPerTotal);
        _totals.AddBlocks(sums, 0, summed);
        _totals.AddEntries(sums, summed, last);
        return sums;
    }
}
