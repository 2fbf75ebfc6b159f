using WalletKit.TestHost.Disk;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>The ways in which a disk fails.</summary>
public enum DiskFault
{
    WriteFindsItFull,
    WriteFails,
    SyncFails,
    ReadFails,
}

/// <summary>A disk that fails at a chosen call, once or until it is mended.</summary>
internal sealed class FailingDisk : IDisposable
{
    private readonly Lock _lock = new();
    private readonly WatchedDisk _watched;
    private DiskFault _fault;
    private int _callsLeft;
    private bool _stays;

    public FailingDisk(string database)
    {
        Recorded = new RecordedDisk(database);
        _watched = new WatchedDisk(database, Handle);
    }

    public RecordedDisk Recorded { get; }

    /// <summary>Whether the disk failed since it was set to fail.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Sets the disk to fail.</summary>
    /// <param name="fault">The way in which it fails.</param>
    /// <param name="call">The number of the call of that kind at which it fails, from now on.</param>
    /// <param name="stays">Whether every such call fails after that one.</param>
    public void FailAt(DiskFault fault, int call, bool stays)
    {
        lock (_lock)
        {
            (_fault, _callsLeft, _stays, HasFailed) = (fault, call, stays, false);
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _callsLeft = 0;
        }
    }

    public void Dispose() => _watched.Dispose();

    private int Handle(DiskCall call)
    {
        lock (_lock)
        {
            return Fails(call.Kind) ? Recorded.Fail(call, ResultOf(call.Kind)) : Recorded.Do(call);
        }
    }

    private bool Fails(DiskCallKind kind)
    {
        var concerns = _callsLeft > 0 && _fault switch
        {
            DiskFault.WriteFindsItFull => kind == DiskCallKind.Write,
            DiskFault.WriteFails => kind is DiskCallKind.Write or DiskCallKind.Truncate or DiskCallKind.Delete,
            DiskFault.SyncFails => kind == DiskCallKind.Sync,
            _ => kind == DiskCallKind.Read,
        };
        if (!concerns || --_callsLeft > 0)
        {
            return false;
        }

        _callsLeft = _stays ? 1 : 0;
        HasFailed = true;
        return true;
    }

    private int ResultOf(DiskCallKind kind) => kind switch
    {
        DiskCallKind.Write => _fault == DiskFault.WriteFindsItFull ? SqliteNative.Full : SqliteNative.WriteFailed,
        DiskCallKind.Sync => SqliteNative.SyncFailed,
        DiskCallKind.Truncate => SqliteNative.TruncateFailed,
        DiskCallKind.Delete => SqliteNative.DeleteFailed,
        _ => SqliteNative.ReadFailed,
    };
}
