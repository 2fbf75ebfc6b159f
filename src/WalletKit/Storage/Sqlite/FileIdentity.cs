using WalletKit.Rules;

namespace WalletKit.Storage.Sqlite;

/// <summary>The identity of a file, whatever its name: two names with one identity are one file.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">The inode. The system gives it to no other file while the file is open.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number);
