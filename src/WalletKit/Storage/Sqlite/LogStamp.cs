namespace WalletKit.Storage.Sqlite;

/// <summary>What the database says of its write-ahead log, so that a log that is found beside a file can be known as its own.</summary>
/// <param name="Log">The salts of the log in use; 0 in the first commit to a log, whose salts are not drawn yet.</param>
/// <param name="Before">The salts of the log that was named before this one; 0 where this is the first.</param>
internal readonly record struct LogStamp(ulong Log, ulong Before);
