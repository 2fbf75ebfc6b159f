using Microsoft.Data.Sqlite;
using WalletKit.Storage.Totals;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The table <c>totals</c>, on the write connection. A block of entries is summed as they are appended, and the sums are written in the commit that appends the
/// last of them. So every whole block of the journal has its sums, whichever process wrote it.
/// </summary>
/// <param name="connection">The write connection.</param>
/// <param name="entriesPerTotal">The number of entries in a block.</param>
internal sealed class TotalsTable(SqliteConnection connection, int entriesPerTotal) : IDisposable
{
    private readonly TransactionSums _sums = new();
    private readonly TotalsQuery _query = new(connection);

    private readonly Statement _insert = new(
        connection, "INSERT INTO walletkit_totals (through, currency, exponent, account, total, carry) VALUES (:through, :currency, :exponent, :account, :total, :carry)");

    // The entries whose amounts are in the sums: from the first, up to the one before the next.
    private long _first;
    private long _next;

    /// <summary>Takes note of an entry that was appended. The first entry of a block is one after the last of the block before.</summary>
    public void Add(long rowId, JournalEntry entry)
    {
        if (rowId != _next || rowId % entriesPerTotal == 1 || entriesPerTotal == 1)
        {
            _sums.Clear();
            _first = rowId;
        }

        _next = rowId + 1;
        if (entry.Transaction is { } transaction)
        {
            _sums.Add(transaction);
        }

        if (rowId % entriesPerTotal == 0)
        {
            Write(rowId);
        }
    }

    /// <summary>Forgets the entries, because they may not have been committed.</summary>
    public void Forget() => _next = 0;

    public void Dispose()
    {
        _query.Dispose();
        _insert.Dispose();
    }

    private void Write(long through)
    {
        // The entries that another process appended, or that were there before this connection. There are fewer than a block has.
        var before = through - entriesPerTotal;
        if (_first > before + 1)
        {
            _query.AddEntries(_sums, before, _first - 1);
        }

        foreach (var sum in _sums.ToSums())
        {
            var total = unchecked((long)sum.MinorUnits);
            _insert
                .Bind(Parameter.Through, through)
                .Bind(Parameter.Currency, sum.Currency.Code)
                .Bind(Parameter.Exponent, sum.Currency.Exponent)
                .Bind(Parameter.Account, sum.Account ?? "")
                .Bind(Parameter.Total, total)
                .Bind(Parameter.Carry, (long)((sum.MinorUnits - total) >> 64))
                .Execute();
        }
    }
}
