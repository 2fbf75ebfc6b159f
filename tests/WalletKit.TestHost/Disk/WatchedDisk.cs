using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WalletKit.TestHost.Disk;

/// <summary>
/// Stands between SQLite and the system, by SQLite's own means (a VFS). A test that watches a database decides the outcome of each call for its files. Calls
/// for other files go straight to the system.
/// </summary>
internal sealed unsafe class WatchedDisk : IDisposable
{
    private static readonly ConcurrentDictionary<string, DiskCallHandler> s_watched = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, (DiskFile On, DiskCallHandler Handler)> s_open = new();
    private static readonly ConcurrentDictionary<nint, nint> s_methods = new();
    private static readonly SqliteVfs* s_system = Install();

    private readonly string _database;

    /// <param name="database">The full path. Files that are open already stay unwatched.</param>
    /// <param name="handler">Called on SQLite's own threads.</param>
    public WatchedDisk(string database, DiskCallHandler handler)
    {
        _database = s_system is null ? throw new InvalidOperationException("SQLite has no files here.") : database;
        if (!s_watched.TryAdd(database, handler))
        {
            throw new ArgumentException($"Someone watches '{database}' already.", nameof(database));
        }
    }

    /// <summary>Ends the watch over files that are opened from now on.</summary>
    public void Dispose() => s_watched.TryRemove(_database, out _);

    private static SqliteVfs* Install()
    {
        var system = SqliteNative.FindVfs(null);
        var vfs = (SqliteVfs*)NativeMemory.Alloc((nuint)sizeof(SqliteVfs));
        *vfs = *system;
        vfs->Next = null;
        vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8("watched");
        vfs->Open = &Open;
        vfs->Delete = &Delete;
        return SqliteNative.RegisterVfs(vfs, makeDefault: 1) == 0 ? system : throw new InvalidOperationException("SQLite takes no VFS here.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(SqliteVfs* vfs, byte* name, SqliteFile* file, int flags, int* outFlags)
    {
        var result = s_system->Open(s_system, name, file, flags, outFlags);
        if (result == 0 && Find(name, flags) is var (on, handler) && handler is not null)
        {
            file->Methods = (SqliteMethods*)s_methods.GetOrAdd((nint)file->Methods, MakeMethods);
            s_open[(nint)file] = (on, handler);
        }

        return result;
    }

    private static nint MakeMethods(nint system)
    {
        var methods = (WatchedMethods*)NativeMemory.Alloc((nuint)sizeof(WatchedMethods));
        methods->System = (SqliteMethods*)system;
        methods->Ours = *methods->System;
        methods->Ours.Close = &Close;
        methods->Ours.Read = &Read;
        methods->Ours.Write = &Write;
        methods->Ours.Truncate = &Truncate;
        methods->Ours.Sync = &Sync;
        return (nint)methods;
    }

    private static (DiskFile On, DiskCallHandler? Handler) Find(byte* name, int flags)
    {
        var path = Marshal.PtrToStringUTF8((nint)name) ?? "";
        var (on, suffix) = (flags & (SqliteNative.OpenLog | SqliteNative.OpenJournal | SqliteNative.OpenMainDatabase)) switch
        {
            SqliteNative.OpenLog => (DiskFile.Log, "-wal"),
            SqliteNative.OpenJournal => (DiskFile.Journal, "-journal"),
            SqliteNative.OpenMainDatabase => (DiskFile.Database, ""),
            _ => (DiskFile.Database, "-none"),
        };
        return (on, path.EndsWith(suffix, StringComparison.Ordinal) ? s_watched.GetValueOrDefault(path[..^suffix.Length]) : null);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(SqliteVfs* vfs, byte* name, int syncDirectory)
    {
        var (on, handler) = Find(name, SqliteNative.OpenLog);
        if (handler is null)
        {
            (on, handler) = Find(name, SqliteNative.OpenJournal);
        }

        return handler is null
            ? s_system->Delete(s_system, name, syncDirectory)
            : handler(new DiskCall(on, () => s_system->Delete(s_system, name, syncDirectory)));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(SqliteFile* file)
    {
        s_open.TryRemove((nint)file, out _);
        file->Methods = SqliteFile.System(file);
        return file->Methods->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(SqliteFile* file, byte* data, int length, long offset) => Handle(file, DiskCallKind.Read, data, length, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(SqliteFile* file, byte* data, int length, long offset) => Handle(file, DiskCallKind.Write, data, length, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(SqliteFile* file, long size) => Handle(file, DiskCallKind.Truncate, null, 0, size);

    // The flags of a sync are passed in the place of a length.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(SqliteFile* file, int flags) => Handle(file, DiskCallKind.Sync, null, flags, 0);

    private static int Handle(SqliteFile* file, DiskCallKind kind, byte* data, int length, long offset)
    {
        var (on, handler) = s_open[(nint)file];
        return handler(new DiskCall(on, kind, file, data, length, offset));
    }
}
