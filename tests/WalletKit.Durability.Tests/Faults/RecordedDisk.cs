using WalletKit.Stores;
using WalletKit.TestHost.Disk;
using WalletKit.Testing.Histories;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>The content of a database's files at each moment, so that each moment can be restored in the form that a crash would leave.</summary>
internal sealed class RecordedDisk
{
    private readonly Dictionary<DiskFile, RecordedFile> _files;

    /// <param name="database">The path. All content that exists already is on the disk.</param>
    public RecordedDisk(string database) => _files = new()
    {
        [DiskFile.Database] = new(Read(database) ?? []),
        [DiskFile.Log] = new(Read(database + "-wal")),
        [DiskFile.Journal] = new(Read(database + "-journal")),
    };

    private RecordedDisk(RecordedDisk other) => _files = other._files.ToDictionary(file => file.Key, file => new RecordedFile(file.Value));

    /// <summary>Passes a call to the system, and notes it.</summary>
    public int Do(DiskCall call)
    {
        var result = call.Do();
        if (result == 0 && call.Changes)
        {
            Record(call);
        }

        return result;
    }

    /// <summary>Fails a call in the way of real systems: a write stops in the middle, and a sync loses the data that it should have written.</summary>
    public int Fail(DiskCall call, int result)
    {
        if (call.Kind == DiskCallKind.Sync)
        {
            _files[call.On].LoseWaiting();
        }
        else if (call.Kind == DiskCallKind.Write && call.DoHalf() == 0)
        {
            _files[call.On].Record(DiskCallKind.Write, call.Offset, call.Data[..(call.Data.Length / 2)]);
        }

        return result;
    }

    /// <summary>Saves the files in the form that a killed process leaves.</summary>
    /// <returns>The disk with these files, and with the data that is not synced yet.</returns>
    public RecordedDisk SaveAsKilled(string copy)
    {
        Save(copy, file => _files[file].Seen);
        return new RecordedDisk(this);
    }

    /// <summary>Saves the files in the form that a process leaves which is killed in the middle of a call.</summary>
    /// <returns>The disk with these files, all of them synced.</returns>
    public RecordedDisk SaveAsTorn(string copy, DiskCall call)
    {
        var torn = _files[call.On].Seen.Copy();
        if (call.Kind == DiskCallKind.Write)
        {
            torn.Write(call.Offset, call.Data[..(call.Data.Length / 2)]);
        }

        var on = call.On;
        Save(copy, file => file == on ? torn : _files[file].Seen);
        return new RecordedDisk(copy);
    }

    /// <summary>Saves the files in a form that a power loss may leave.</summary>
    /// <returns>The disk with these files.</returns>
    public RecordedDisk SaveAsPowerLoss(string copy, Random random)
    {
        var share = random.Next(4) / 3d;
        Save(copy, file => _files[file].AfterPowerLoss(random, share));
        return new RecordedDisk(copy);
    }

    private void Record(DiskCall call)
    {
        var file = _files[call.On];
        file.Record(call.Kind, call.Offset, call.Data);

        // SQLite syncs the directory with the first sync of a log or journal that it made.
        if (call is { Kind: DiskCallKind.Sync, On: not DiskFile.Database } && file.IsNew)
        {
            foreach (var named in _files.Values)
            {
                named.SyncName();
            }
        }
    }

    private static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static void Save(string copy, Func<DiskFile, Content> content)
    {
        content(DiskFile.Database).Save(copy);
        content(DiskFile.Log).Save(copy + "-wal");
        content(DiskFile.Journal).Save(copy + "-journal");
        File.Delete(copy + "-shm");
    }
}
