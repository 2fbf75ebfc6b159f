using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The row of <c>journal_head</c>, on the write connection. It names the last row of the journal, whose row ids run without a gap, so that a journal whose
/// tail was cut away is found.
/// </summary>
internal sealed class JournalHead(SqliteConnection connection, string path) : IDisposable
{
    // More entries than this are not looked at one by one: the remembered wallets are then all read anew.
    private const int MaxOthers = 10_000;

    private readonly Statement _read = new(connection, "SELECT last FROM walletkit_journal_head WHERE id = 1");
    private readonly Statement _write = new(connection, "UPDATE walletkit_journal_head SET last = :entryRow WHERE id = 1");

    private readonly Statement _others = new(
        connection,
        "SELECT w.public_id FROM walletkit_journal j JOIN walletkit_wallets w ON w.id = j.wallet_id WHERE j.id > :after ORDER BY j.id LIMIT :limit");

    private long _last;
    private long _written;

    /// <summary>Reads the head, for the first transaction of the connection.</summary>
    public void Read() => _written = _last = _read.SingleInt64() ?? throw Cut("the row that names its last entry is missing");

    /// <summary>Reads the wallets with entries that other connections appended since this one read or wrote the head.</summary>
    /// <returns>The wallets; or that there are too many entries to name them.</returns>
    public (bool IsLong, List<WalletId> Wallets) ReadOthers()
    {
        var before = _last;
        Read();
        if (_last - before > MaxOthers)
        {
            return (true, []);
        }

        return (false, _others.Bind(Parameter.After, before).Bind(Parameter.Limit, MaxOthers).All(SqliteRows.ReadWalletId));
    }

    /// <summary>Takes note of a row that was appended.</summary>
    /// <exception cref="WalletStoreException">It does not follow on the last row, because rows of the journal are gone or were added by somebody else.</exception>
    public void Add(long rowId) => _last = rowId == _last + 1 ? rowId : throw Cut($"its next row is {rowId}, expected {_last + 1}");

    /// <summary>Names the last row, if rows were appended.</summary>
    public void Write()
    {
        if (_last != _written)
        {
            _write.Bind(Parameter.EntryRow, _last).Execute();
            _written = _last;
        }
    }

    /// <summary>The present head, for <see cref="Restore"/>.</summary>
    public (long Last, long Written) Mark => (_last, _written);

    /// <summary>Goes back to a mark, because everything since was taken back.</summary>
    public void Restore((long Last, long Written) mark) => (_last, _written) = mark;

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
        _others.Dispose();
    }

    private WalletStoreException Cut(string reason) => new(StoreFailure.Corrupt, $"the journal of the database '{path}' is damaged: {reason}.");
}
