using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WalletKit.TestHost.Disk;

/// <summary>SQLite's <c>sqlite3_vfs</c>: the functions that open files.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteVfs
{
    public int Version;
    public int FileSize;
    public int MaxPath;
    public SqliteVfs* Next;
    public byte* Name;
    public void* Data;
    public delegate* unmanaged[Cdecl]<SqliteVfs*, byte*, SqliteFile*, int, int*, int> Open;
    public delegate* unmanaged[Cdecl]<SqliteVfs*, byte*, int, int> Delete;
    public Others Rest;

    [InlineArray(14)]
    public struct Others
    {
        private nint _first;
    }
}

/// <summary>SQLite's <c>sqlite3_io_methods</c>: the functions for a file that is open.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteMethods
{
    public int Version;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int> Close;
    public delegate* unmanaged[Cdecl]<SqliteFile*, byte*, int, long, int> Read;
    public delegate* unmanaged[Cdecl]<SqliteFile*, byte*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<SqliteFile*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int, int> Sync;
    public Others Rest;

    [InlineArray(13)]
    public struct Others
    {
        private nint _first;
    }
}

/// <summary>A table of our own functions, followed by the system's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct WatchedMethods
{
    public SqliteMethods Ours;
    public SqliteMethods* System;
}

/// <summary>The beginning of SQLite's <c>sqlite3_file</c>; the system's own data follows it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteFile
{
    public SqliteMethods* Methods;

    /// <summary>The system's own functions for a file that is watched.</summary>
    public static SqliteMethods* System(SqliteFile* file) => ((WatchedMethods*)file->Methods)->System;
}

internal static unsafe partial class SqliteNative
{
    public const int OpenMainDatabase = 0x100;
    public const int OpenJournal = 0x800;
    public const int OpenLog = 0x80000;

    public const int Full = 13;
    public const int ReadFailed = 10 | (1 << 8);
    public const int WriteFailed = 10 | (3 << 8);
    public const int SyncFailed = 10 | (4 << 8);
    public const int TruncateFailed = 10 | (6 << 8);
    public const int DeleteFailed = 10 | (10 << 8);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial SqliteVfs* FindVfs(byte* name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int RegisterVfs(SqliteVfs* vfs, int makeDefault);

    /// <summary>The prepared statement of a connection that comes after another one; 0 for the first, and where there is none.</summary>
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_next_stmt")]
    public static partial nint NextStatement(nint database, nint statement);
}
