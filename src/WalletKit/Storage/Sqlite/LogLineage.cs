using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// Whether the write-ahead log that lies beside a file is that file's own. SQLite takes any log that is whole: beside a backup
/// that was put in the file's place it would make a mixture of both.
/// </summary>
internal static class LogLineage
{
    private const int MaxLooks = 10;

    /// <summary>Refuses a file whose log is of another file or of another time of it; both are left as they are.</summary>
    /// <param name="connection">A connection that has written nothing, and reads the file with its log.</param>
    /// <param name="path">The file, which has no symbolic links in it.</param>
    public static void Check(SqliteConnection connection, DatabasePath path)
    {
        (LogHeader, Inside?, Inside?)? before = null;
        for (var look = 1; LogHeader.Read(path.Log) is { } log; look++)
        {
            // In this order, because both only grow while other processes work.
            var alone = ReadAlone(path);
            var merged = Inside.Read(connection);
            if ((merged is not null && LogStamping.IsEmpty(connection)) || AreOfOneLife(log, alone, merged))
            {
                return;
            }

            // Another process that writes meanwhile shows parts of two states, and each look shows others.
            if (before == (log, alone, merged) || look == MaxLooks)
            {
                throw new WalletStoreException(
                    StoreFailure.LogMismatch,
                    $"the write-ahead log '{path.Log}' does not belong to the database '{path.File}': it is of another file, or of another time of this one. Both were left as they are. "
                    + "Where nobody moved or restored a file, open it once with sqlite3 and close it, then start again. "
                    + "Where a backup was put in place, move the files that end in '-wal' and '-shm' away and start again.");
            }

            before = (log, alone, merged);
        }
    }

    /// <summary>Judges by the content of the file alone, and of the file with its log.</summary>
    public static bool AreOfOneLife(LogHeader log, Inside? alone, Inside? merged)
    {
        // A file that a crash left half copied cannot be read without its log, and proves nothing.
        if (alone is null)
        {
            return true;
        }

        if (merged is null)
        {
            return false;
        }

        if (alone.Stamp is not { } inFile)
        {
            // Nothing of this library's is in the file yet, so the log must be the first there was.
            return merged.Stamp is not { Before: not 0 };
        }

        // Another program may have begun the log, with salts that follow from nothing. This library writes the row with its first commit to a log, so
        // where the log brings no other row than the file has, no call of it was answered from that log.
        return merged.Stamp is { } row
            && !IsCopy(alone, merged)
            && (inFile.Log == log.Salts || row == inFile || (Names(row, log) && (Continues(row, inFile) || FollowsUnseen(row, inFile, log))));
    }

    // The row names the log, is in the first commit to it, or the stamp that would name it is missing yet.
    private static bool Names(LogStamp row, LogHeader log) => row.Log == log.Salts || row.Log == 0 || log.IsLaterLifeOf(row.Log);

    private static bool Continues(LogStamp row, LogStamp inFile) => row.Before == (inFile.Log != 0 ? inFile.Log : inFile.Before);

    // A process that names a log cannot always tell whether the row that it finds is in the file already. Another process may have begun the log between its
    // commit and its look: then the row names the log before the one that the file names. Or the row that it finds is itself the first commit of the log:
    // then the file has the row from before it. The salts, which count lives, tell both from a log of another time.
    private static bool FollowsUnseen(LogStamp row, LogStamp inFile, LogHeader log) =>
        row.Log == log.Salts
        && (inFile.Log != 0 ? row.Before == inFile.Before && log.IsLaterLifeOf(inFile.Log) : log.IsLaterLifeOf(row.Before));

    // VACUUM INTO counts the schema up and moves pages, so that a log of the original does not fit the copy. A log that was stamped holds the
    // number of its time, and nothing else counts it down.
    private static bool IsCopy(Inside alone, Inside merged) => alone.Schema > merged.Schema;

    // As if there were no log.
    private static Inside? ReadAlone(DatabasePath path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path.ToUri("immutable=1"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        return Inside.Read(connection);
    }

    /// <summary>The record that a database has of its log.</summary>
    /// <param name="Stamp">The row; null where there is no such table.</param>
    /// <param name="Schema">SQLite's number of the schema.</param>
    public sealed record Inside(LogStamp? Stamp, long Schema)
    {
        /// <summary>Reads it; null where the database cannot be read.</summary>
        public static Inside? Read(SqliteConnection connection)
        {
            try
            {
                var schema = SqliteDatabase.ReadPragma(connection, "schema_version");
                if (!LogStampTable.IsIn(connection))
                {
                    return new(null, schema);
                }

                using var table = new LogStampTable(connection);
                return new(table.Find(), schema);
            }
            catch (SqliteException exception) when (SqliteErrors.FailureOf(exception) is StoreFailure.Corrupt or StoreFailure.NotADatabase or StoreFailure.Other)
            {
                return null;
            }
            catch (WalletStoreException exception) when (exception.Failure == StoreFailure.Corrupt)
            {
                return null;
            }
        }
    }
}
