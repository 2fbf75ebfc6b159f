using Microsoft.Data.Sqlite;
using Npgsql;

namespace WalletKit.EntityFrameworkCore.Joining;

/// <summary>The exceptions by which the stores decide. Entity Framework wraps them, and the stores look at the outermost exception alone.</summary>
internal static class Causes
{
    private const int Refused = 23;

    /// <summary>The refusal of a statement, which the store names; null for another failure.</summary>
    public static Exception? KnownToSqlite(Exception exception) => Find(exception, static inner => inner is SqliteException { SqliteErrorCode: Refused });

    /// <summary>The failure after which the store does the batch again; null for another failure.</summary>
    public static Exception? KnownToPostgreSql(Exception exception) => Find(exception, static inner => inner switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,

        // A lost connection has no answer from the server.
        NpgsqlException => true,
        _ => false,
    });

    private static Exception? Find(Exception exception, Func<Exception, bool> isKnown)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (isKnown(inner))
            {
                return inner;
            }
        }

        return null;
    }
}
