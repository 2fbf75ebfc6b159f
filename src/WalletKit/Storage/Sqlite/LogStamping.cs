using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// Keeps the row of <c>log_stamp</c> true for one write connection. SQLite begins a log anew without a word, with new salts, in
/// whichever commit comes after all of the log was copied to the file; so the head of the log is looked at after each commit.
/// </summary>
/// <param name="connection">The write connection; its log is there.</param>
/// <param name="logPath">The path of the log.</param>
internal sealed class LogStamping(SqliteConnection connection, string logPath) : IDisposable
{
    // The columns of SQLite's answer to a checkpoint.
    private static readonly ColumnList s_answer = new() { "busy", "log", "checkpointed" };
    private static readonly Column s_frames = s_answer.Single(static column => column.Name == "log");

    // Stays open, so that a look costs one read. SQLite keeps no locks on the log that closing it would drop.
    private readonly SafeFileHandle _log = Open(logPath);
    private readonly LogStampTable _table = new(connection);
    private readonly byte[] _head = new byte[LogHeader.Size];
    private readonly byte[] _named = new byte[LogHeader.Size];

    // SQLite may draw other salts for the first commit to a log that has a head and nothing else.
    private LogHeader? _empty = FindEmpty(connection, logPath);
    private LogStamp _row;
    private ulong? _written;
    private (LogHeader Log, ulong Named)? _inFile;

    /// <summary>Whether the row was looked at, and nothing was rolled back since.</summary>
    public bool IsSure { get; private set; }

    /// <summary>Whether a log has no commit in it.</summary>
    public static bool IsEmpty(SqliteConnection connection)
    {
        using var look = new Statement(connection, "PRAGMA wal_checkpoint(NOOP)");
        look.Step();
        var frames = look.Int64(s_frames);
        look.Reset();
        return frames <= 0;
    }

    /// <summary>Inside a write transaction: has the row name the log in use, where it does not.</summary>
    public void Stamp()
    {
        _row = _table.Find();
        IsSure = true;
        var head = ReadHead();

        // A log that the row names has commits: another process has written to it since it was found empty.
        var log = head is null || (head == _empty && head.Value.Salts != _row.Log) ? 0 : head.Value.Salts;
        if (_row.Log != log)
        {
            _written = NamedInFile(head);
            _row = new(log, _written.Value);
            _table.Write(_row);
        }
    }

    /// <summary>After a commit: whether the log in use is another one than the row names.</summary>
    public bool IsBehind()
    {
        _empty = null;
        if (ReadHeadAsNamed() || ReadHead() is not { } head || head.Salts == _row.Log)
        {
            _head.CopyTo(_named, 0);
            _written = null;
            return false;
        }

        if (_written is { } named)
        {
            // The stamp was itself the first commit of that log, so the file has the row from before it.
            _inFile = (head, named);
            _written = null;
        }

        return true;
    }

    /// <summary>Forgets the row that was written in a transaction that was rolled back.</summary>
    public void RollBack()
    {
        _written = null;
        IsSure = false;
    }

    public void Dispose()
    {
        _table.Dispose();
        _log.Dispose();
    }

    // A log begins when the whole log before it is in the file. So the row in the file is the last row from before the log began.
    private ulong NamedInFile(LogHeader? head) =>
        _inFile is { } known && known.Log == head ? known.Named : _row.Log != 0 ? _row.Log : _row.Before;

    // The head first: a log that is empty afterwards had no other head when it was read.
    private static LogHeader? FindEmpty(SqliteConnection connection, string path)
    {
        var head = LogHeader.Read(path);
        return IsEmpty(connection) ? head : null;
    }

    private LogHeader? ReadHead() => LogHeader.Parse(ReadBytes());

    private bool ReadHeadAsNamed() => ReadBytes().SequenceEqual(_named);

    private ReadOnlySpan<byte> ReadBytes()
    {
        try
        {
            return _head.AsSpan(0, RandomAccess.Read(_log, _head, 0));
        }
        catch (IOException exception)
        {
            throw Unreadable(logPath, exception);
        }
    }

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }
    }

    private static WalletStoreException Unreadable(string path, Exception exception) =>
        new(StoreFailure.InputOutput, $"the write-ahead log '{path}' cannot be read: {exception.Message}", exception);
}
