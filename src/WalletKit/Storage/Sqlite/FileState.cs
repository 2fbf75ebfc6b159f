using System.Runtime.Versioning;
using System.Text;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The state of a path in the file system. The system is asked by name, and no file is opened, because closing any handle of a database's file drops
/// the locks that SQLite has on it in this process.
/// </summary>
/// <param name="Identity">The identity of the file.</param>
/// <param name="Links">The number of names that the file has.</param>
/// <param name="ChangedAt">The time of the last change, in nanoseconds since 1970; for a directory, the last change of a name in it.</param>
internal readonly partial record struct FileState(FileIdentity Identity, long Links, long ChangedAt)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Whether this system can be asked. On Windows a file that is open can be neither moved nor removed, so nothing needs to be asked.</summary>
    [SupportedOSPlatformGuard("linux")]
    [SupportedOSPlatformGuard("macos")]
    public static bool CanBeAsked { get; } = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>A path as the system takes it: made once, because it is asked for at each commit.</summary>
    public static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    /// <summary>Asks the system of an encoded path, through symbolic links; null where it finds nothing, with the reason in the last P/Invoke error.</summary>
    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    public static FileState? Find(byte[] path) => OperatingSystem.IsLinux() ? FindOnLinux(path)
        : OperatingSystem.IsMacOS() ? FindOnMac(path)
        : throw new PlatformNotSupportedException("Only Linux and macOS tell which file is which.");

    /// <summary>Asks the system of a path, through symbolic links; null where it finds nothing, or is none that can be asked.</summary>
    /// <exception cref="WalletStoreException">It is a system that ought to know, and does not.</exception>
    public static FileState? Find(string path)
    {
        try
        {
            return CanBeAsked ? Find(Encode(path)) : null;
        }
        catch (EntryPointNotFoundException exception)
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, "this system cannot say which file is which: glibc 2.28 or musl 1.2.5 is needed.", exception);
        }
    }
}
