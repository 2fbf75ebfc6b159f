using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WalletKit.Storage.Sqlite;

internal readonly partial record struct FileState
{
    [SupportedOSPlatform("macos")]
    private static FileState? FindOnMac(byte[] path)
    {
        var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOnIntel(path, out var found) : Stat(path, out found);
        return result == 0
            ? new(new((uint)found.Device, found.Inode), found.Links, (found.ChangedSeconds * NanosecondsPerSecond) + found.ChangedNanoseconds)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true)]
    private static partial int Stat(ReadOnlySpan<byte> path, out MacState found);

    // On Intel the bare name is that of an older structure.
    [LibraryImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    private static partial int StatOnIntel(ReadOnlySpan<byte> path, out MacState found);

    // struct stat of sys/stat.h.
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct MacState
    {
        [FieldOffset(0)]
        public int Device;

        [FieldOffset(6)]
        public ushort Links;

        [FieldOffset(8)]
        public ulong Inode;

        [FieldOffset(64)]
        public long ChangedSeconds;

        [FieldOffset(72)]
        public long ChangedNanoseconds;
    }
}
