using System.Globalization;

namespace WalletKit.PostgreSql.Schema;

/// <summary>
/// The locks of the tables that a migration alters. A request for a lock that waits, for example behind a backup, also keeps all later requests waiting, and so all
/// commits. So the migration gives up after a moment, lets the others go on, and asks again.
/// </summary>
internal static class TableLock
{
    /// <summary>The longest wait of a request in the queue of a table, which commits may have to share.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>The statements that lock tables, and fail after a time. They set <c>lock_timeout</c> for the rest of the transaction.</summary>
    public static string Sql(IEnumerable<string> tables, TimeSpan patience) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SET LOCAL lock_timeout = {Math.Max(1, (long)Math.Min(LongestWait.TotalMilliseconds, patience.TotalMilliseconds))};
        DO $$
        DECLARE
            deadline timestamptz := clock_timestamp() + interval '{(long)patience.TotalMilliseconds} milliseconds';
        BEGIN
            LOOP
                BEGIN
                    LOCK TABLE {string.Join(", ", tables)} IN ACCESS EXCLUSIVE MODE;
                    EXIT;
                EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
                    IF clock_timestamp() >= deadline THEN
                        RAISE;
                    END IF;
                END;
                PERFORM pg_sleep({s_pause.TotalSeconds});
            END LOOP;
        END $$;
        """);
}
