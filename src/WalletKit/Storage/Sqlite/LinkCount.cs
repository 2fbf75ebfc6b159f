using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WalletKit.Storage.Sqlite;

/// <summary>How many names a file has.</summary>
internal static partial class LinkCount
{
    /// <summary>Counts them, before the file is opened; null where there is no such file, or the system cannot be asked.</summary>
    public static long? Of(string path) => OperatingSystem.IsWindows() ? OnWindows(path) : FileState.Find(path)?.Links;

    // On Windows locks belong to a handle, so that closing another one drops none.
    private static long? OnWindows(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return GetFileInformationByHandle(file, out var found) ? found.Links : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Why it cannot be opened is for the opening to say.
            return null;
        }
    }

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformationByHandle(SafeFileHandle file, out WindowsInformation found);

    // BY_HANDLE_FILE_INFORMATION.
    [StructLayout(LayoutKind.Explicit, Size = 52)]
    private struct WindowsInformation
    {
        [FieldOffset(40)]
        public uint Links;
    }
}
