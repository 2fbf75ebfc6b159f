using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The limits of a participant's SQL on the write connection. It is installed once, because installing it has SQLite prepare every statement again, and it lets the store's own
/// statements pass.
/// </summary>
internal sealed class ParticipantGuard
{
    /// <summary>The savepoint before the batch of a participant, which is not the participant's to end.</summary>
    public const string Savepoint = "walletkit_batch";

    private const string Prefix = "walletkit_";

    // SQLite looks at the time after so many instructions of its virtual machine, which take less than a millisecond.
    private const int InstructionsBetweenLooks = 10_000;

    // These settings change nothing that outlives the transaction.
    private static readonly HashSet<string> s_pragmas = new(StringComparer.OrdinalIgnoreCase)
    {
        "defer_foreign_keys", "foreign_key_check", "foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_list", "table_xinfo",
    };

    // These do something although they have no value.
    private static readonly HashSet<string> s_acts = new(StringComparer.OrdinalIgnoreCase) { "incremental_vacuum", "optimize", "shrink_memory", "wal_checkpoint" };

    private readonly SqliteConnection _connection;

    // The library keeps no reference to it.
    private readonly strdelegate_authorizer _authorize;
    private Func<bool>? _mustStop;

    /// <summary>Guards a connection from now on.</summary>
    public ParticipantGuard(SqliteConnection connection)
    {
        _connection = connection;
        _authorize = Authorize;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_set_authorizer(connection.Handle!, _authorize, null), connection.Handle!);
    }

    /// <summary>The newest refusal, for the message of the participant's exception; null where there was none.</summary>
    public string? Refused { get; private set; }

    /// <summary>Has the limits apply until <see cref="Leave"/>.</summary>
    /// <param name="mustStop">Says whether the SQL must be interrupted.</param>
    public void Enter(Func<bool> mustStop)
    {
        (Refused, _mustStop) = (null, mustStop);
        raw.sqlite3_progress_handler(_connection.Handle!, InstructionsBetweenLooks, static self => ((ParticipantGuard)self)._mustStop is { } mustStop && mustStop() ? 1 : 0, this);
    }

    /// <summary>Ends the limits.</summary>
    public void Leave()
    {
        _mustStop = null;

        // A participant may have closed the connection.
        if (_connection.Handle is { } handle)
        {
            raw.sqlite3_progress_handler(handle, 0, null, null);
        }
    }

    private int Authorize(object user, int action, string first, string second, string database, string trigger)
    {
        if (_mustStop is null || IsAllowed(action, first, second))
        {
            return raw.SQLITE_OK;
        }

        Refused = $"{Describe(action)} {first} {second}".Trim();
        return raw.SQLITE_DENY;
    }

    private static bool IsAllowed(int action, string? first, string? second) => action switch
    {
        raw.SQLITE_TRANSACTION or raw.SQLITE_ATTACH or raw.SQLITE_DETACH => false,
        raw.SQLITE_SAVEPOINT => !Savepoint.Equals(second, StringComparison.OrdinalIgnoreCase),
        raw.SQLITE_PRAGMA => s_pragmas.Contains(first!) || (second is null && !s_acts.Contains(first!)),
        raw.SQLITE_READ or raw.SQLITE_SELECT or raw.SQLITE_FUNCTION or raw.SQLITE_RECURSIVE => true,

        // The second name is a column of a table of the host.
        raw.SQLITE_INSERT or raw.SQLITE_UPDATE or raw.SQLITE_DELETE => !IsOurs(first),
        _ => !IsOurs(first) && !IsOurs(second),
    };

    private static bool IsOurs(string? name) => name?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true;

    private static string Describe(int action) => action switch
    {
        raw.SQLITE_TRANSACTION => "the statement",
        raw.SQLITE_SAVEPOINT => "the savepoint",
        raw.SQLITE_ATTACH or raw.SQLITE_DETACH => "attaching",
        raw.SQLITE_PRAGMA => "PRAGMA",
        _ => "a write to",
    };
}
