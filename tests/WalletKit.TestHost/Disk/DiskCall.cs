using WalletKit.Stores;

namespace WalletKit.TestHost.Disk;

/// <summary>The files of a database.</summary>
internal enum DiskFile
{
    Database,
    Log,
    Journal,
}

/// <summary>The kinds of calls that SQLite makes to the system.</summary>
internal enum DiskCallKind
{
    Read,
    Write,
    Sync,
    Truncate,
    Delete,
}

/// <summary>Decides the outcome of a call.</summary>
/// <returns>SQLite's result code.</returns>
internal delegate int DiskCallHandler(DiskCall call);

/// <summary>One call of SQLite to the system, not done yet.</summary>
internal readonly unsafe ref struct DiskCall
{
    private readonly SqliteFile* _file;
    private readonly byte* _data;
    private readonly int _length;
    private readonly Func<int>? _delete;

    public DiskCall(DiskFile on, DiskCallKind kind, SqliteFile* file, byte* data, int length, long offset)
    {
        (On, Kind, Offset) = (on, kind, offset);
        _file = file;
        _data = data;
        _length = length;
    }

    public DiskCall(DiskFile on, Func<int> delete)
    {
        (On, Kind) = (on, DiskCallKind.Delete);
        _delete = delete;
    }

    public DiskFile On { get; }

    public DiskCallKind Kind { get; }

    /// <summary>The place in the file; for a truncation, the new size.</summary>
    public long Offset { get; }

    /// <summary>Whether the call changes the content of the disk.</summary>
    public bool Changes => Kind != DiskCallKind.Read;

    /// <summary>The bytes to write.</summary>
    public ReadOnlySpan<byte> Data => Kind == DiskCallKind.Write ? new(_data, _length) : default;

    /// <summary>Passes the call to the system.</summary>
    public int Do() => Do(_length);

    /// <summary>Passes the first half of a write to the system.</summary>
    public int DoHalf() => Do(_length / 2);

    private int Do(int length)
    {
        if (_delete is not null)
        {
            return _delete();
        }

        var system = SqliteFile.System(_file);
        return Kind switch
        {
            DiskCallKind.Read => system->Read(_file, _data, length, Offset),
            DiskCallKind.Write => system->Write(_file, _data, length, Offset),
            DiskCallKind.Truncate => system->Truncate(_file, Offset),
            _ => system->Sync(_file, length),
        };
    }
}
