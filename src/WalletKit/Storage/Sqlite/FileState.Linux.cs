using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WalletKit.Storage.Sqlite;

internal readonly partial record struct FileState
{
    // From the kernel's linux/fcntl.h and linux/stat.h. The structure of statx is the same on every processor, unlike that of stat.
    private const int CurrentDirectory = -100;
    private const uint WithLinks = 0x4;
    private const uint WithChangeTime = 0x80;
    private const uint WithInode = 0x100;

    [SupportedOSPlatform("linux")]
    private static FileState? FindOnLinux(byte[] path) => Statx(CurrentDirectory, path, 0, WithLinks | WithChangeTime | WithInode, out var found) == 0
        ? new(
            new(((ulong)found.DeviceMajor << 32) | found.DeviceMinor, found.Inode),
            found.Links,
            (found.ChangedSeconds * NanosecondsPerSecond) + found.ChangedNanoseconds)
        : null;

    // glibc has it since 2.28, musl since 1.2.5.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(int directory, ReadOnlySpan<byte> path, int flags, uint mask, out LinuxState found);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct LinuxState
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
