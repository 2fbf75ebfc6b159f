namespace WalletKit.Storage.Sqlite;

/// <summary>The database's record of its write-ahead log, so that the store can tell whether a log beside a file belongs to it.</summary>
/// <param name="Log">The salts of the log in use; 0 in the first commit to a log, whose salts are not drawn yet.</param>
/// <param name="Before">The salts of the log that was named before this one; 0 where this is the first.</param>
internal readonly record struct LogStamp(ulong Log, ulong Before);
