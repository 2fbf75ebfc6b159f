using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WalletKit.Storage.Sqlite;

/// <summary>The meaning of SQLite's result codes for a host.</summary>
internal static class SqliteErrors
{
    public static StoreFailure FailureOf(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StoreFailure.Busy,
        raw.SQLITE_FULL => StoreFailure.Full,
        raw.SQLITE_READONLY => StoreFailure.ReadOnly,
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => StoreFailure.CannotOpen,
        raw.SQLITE_NOTADB => StoreFailure.NotADatabase,
        raw.SQLITE_CORRUPT => StoreFailure.Corrupt,
        raw.SQLITE_IOERR => StoreFailure.InputOutput,
        raw.SQLITE_CONSTRAINT => StoreFailure.Constraint,

        // They were there when the file was opened. SQLite has no code of its own for them.
        raw.SQLITE_ERROR when exception.Message.Contains("no such ", StringComparison.Ordinal) || exception.Message.Contains("has no column", StringComparison.Ordinal) => StoreFailure.Corrupt,
        _ => StoreFailure.Other,
    };

    public static WalletStoreException ToStoreException(SqliteException exception, string path, bool atCommit = false)
    {
        var failure = FailureOf(exception);

        // These come before the end of the commit is written; the others may come after it.
        var isUnknown = atCommit && failure is not (StoreFailure.Busy or StoreFailure.Full or StoreFailure.ReadOnly or StoreFailure.Constraint);
        return new WalletStoreException(failure, Message(failure, path, exception), exception, isUnknown);
    }

    private static string Message(StoreFailure failure, string path, SqliteException exception) => failure switch
    {
        StoreFailure.Busy => $"the database '{path}' is held by another connection for longer than the busy timeout: of another process, or of this one, such as an open transaction of the host's. Try again once it has ended.",
        StoreFailure.Full => $"there is no room to write to the database '{path}'.",
        StoreFailure.ReadOnly => $"the database '{path}' cannot be written: the file, its directory or its file system is read-only for this process.",
        StoreFailure.CannotOpen => $"the database '{path}' cannot be opened: check the path and the permissions of the file and its directory.",
        StoreFailure.NotADatabase => $"the file '{path}' is not a SQLite database.",
        StoreFailure.Corrupt => $"the database '{path}' is damaged: {exception.Message.TrimEnd('.')}.",
        StoreFailure.InputOutput => $"the system could not read or write the database '{path}' (SQLite result {exception.SqliteExtendedErrorCode}).",
        _ => $"the database '{path}' failed with SQLite result {exception.SqliteExtendedErrorCode}: {exception.Message.TrimEnd('.')}.",
    };
}
