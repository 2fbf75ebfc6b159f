using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql;

/// <summary>The meaning of the errors of the server and of the connection.</summary>
internal static class PostgreSqlErrors
{
    // The driver has no names for these errors: the server ended a session that did nothing for too long.
    private const string IdleInTransaction = "25P03";
    private const string IdleSession = "57P05";

    private const string IsHeld = "the database is held by others for longer than the retry timeout; try again.";

    // The same for a transaction that took too long, on newer servers.
    private const string TransactionTimeout = "25P04";

    // When two hosts open one wallet at once, one of them meets the row of the other. When it asks again, it finds the wallet. The same is true of a version that another
    // program has appended in spite of the lock: this is a serialization failure by another name.
    private static readonly string[] s_retriedKeys = ["walletkit_wallet_names_pkey", "walletkit_wallets_pkey", "walletkit_journal_pkey"];

    /// <summary>
    /// Whether the server itself said that it did not do it, and the connection goes on. Anything else, in the middle of a commit,
    /// leaves open whether the commit was made.
    /// </summary>
    public static bool IsRefusal(Exception exception) =>
        exception is PostgresException { InvariantSeverity: "ERROR" } or WalletStoreException or ParticipantFailedException { IsTransactionLost: false };

    /// <summary>Whether the server, or the session, takes no writes. Another one may, so neither the connection nor what the pool keeps is of more use.</summary>
    public static bool IsReadOnly(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction };

    /// <summary>Whether it comes from the server or the way to it.</summary>
    public static bool IsOfServer(Exception exception) => exception is NpgsqlException or IOException or SocketException or TimeoutException;

    /// <summary>Whether the same operation may succeed a little later, although the caller changes nothing.</summary>
    public static bool IsWorthRetrying(Exception exception) => exception switch
    {
        PostgresException postgres => IsWorthRetrying(postgres),
        NpgsqlException { InnerException: AuthenticationException } => false,
        NpgsqlException { InnerException: AggregateException ofHosts } => ofHosts.InnerExceptions.Any(static ofHost => IsWorthRetrying(ofHost) && !IsOfSettings(ofHost)),
        _ => IsOfServer(exception),
    };

    /// <summary>Whether the driver gave up before the server was asked for anything: the settings do not fit each other or the server, or no host fits them.</summary>
    public static bool IsOfSettings(Exception exception) => exception is NpgsqlException { InnerException: null } and not PostgresException;

    public static StoreFailure FailureOf(Exception exception) => exception switch
    {
        PostgresException postgres => FailureOf(postgres.SqlState),
        NpgsqlException { InnerException: null or SocketException or AuthenticationException or AggregateException } or SocketException => StoreFailure.CannotOpen,
        NpgsqlException or IOException or TimeoutException => StoreFailure.InputOutput,
        _ => StoreFailure.Other,
    };

    public static WalletStoreException ToStoreException(Exception exception, bool outcomeUnknown = false)
    {
        if (exception is WalletStoreException store)
        {
            return store;
        }

        var failure = FailureOf(exception);
        return new WalletStoreException(failure, Message(failure, exception), exception, outcomeUnknown);
    }

    /// <summary>Whether a lock was not had in time.</summary>
    public static bool IsLocked(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>The failure of a call on a wallet that another transaction kept locked until the call's time was over.</summary>
    public static WalletStoreException Locked() => new(StoreFailure.Busy, IsHeld);

    /// <summary>The failure of a call that waited behind others until its time was over.</summary>
    public static WalletStoreException NeverSent(TimeSpan waited) => new(
        StoreFailure.Busy, string.Create(CultureInfo.InvariantCulture, $"the database did not answer earlier calls within {waited}, so this one was not sent; try again."));

    private static bool IsWorthRetrying(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => true,

        // A standby may become the primary, and an operator may end a time without writes.
        PostgresErrorCodes.ReadOnlySqlTransaction => true,

        // The cause is a timeout that somebody set for the role, or an operator.
        PostgresErrorCodes.QueryCanceled or TransactionTimeout => true,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections => true,
        IdleInTransaction or IdleSession => true,
        PostgresErrorCodes.UniqueViolation => s_retriedKeys.Contains(exception.ConstraintName, StringComparer.Ordinal),
        _ => exception.SqlState.StartsWith("08", StringComparison.Ordinal),
    };

    private static StoreFailure FailureOf(string state) => state switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.QueryCanceled or TransactionTimeout => StoreFailure.Busy,
        PostgresErrorCodes.DiskFull => StoreFailure.Full,
        PostgresErrorCodes.ReadOnlySqlTransaction => StoreFailure.ReadOnly,
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.CannotConnectNow => StoreFailure.CannotOpen,
        PostgresErrorCodes.IoError or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or IdleInTransaction => StoreFailure.InputOutput,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.DivisionByZero => StoreFailure.Corrupt,

        // Tables and columns were there when the store was opened. A column of another type has other operators.
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.DatatypeMismatch
            or PostgresErrorCodes.WrongObjectType => StoreFailure.Corrupt,
        _ when state.StartsWith("23", StringComparison.Ordinal) => StoreFailure.Constraint,
        _ when state.StartsWith("28", StringComparison.Ordinal) => StoreFailure.CannotOpen,
        _ when state.StartsWith("08", StringComparison.Ordinal) => StoreFailure.InputOutput,
        _ => StoreFailure.Other,
    };

    private static string Message(StoreFailure failure, Exception exception) => failure switch
    {
        StoreFailure.Busy when exception is PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => $"the server has no connection left: {exception.Message}",
        StoreFailure.Busy when exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or TransactionTimeout } => $"the server ended the work: {exception.Message}",
        StoreFailure.Busy => IsHeld,
        StoreFailure.Full => "there is no room to write to the database.",
        StoreFailure.ReadOnly => "the database cannot be written: the server is a standby, or the role or the database is read-only.",
        StoreFailure.CannotOpen when exception.InnerException is AuthenticationException refused => $"the database cannot be opened: {exception.Message} {refused.Message}",
        StoreFailure.CannotOpen => $"the database cannot be opened: {exception.Message}",
        StoreFailure.Corrupt when exception is PostgresException { SqlState: PostgresErrorCodes.DivisionByZero } =>
            "a row was not as it had been read under its lock; nothing was written.",
        StoreFailure.Corrupt => $"the database is damaged: {exception.Message}",
        StoreFailure.InputOutput when exception is TimeoutException => exception.Message,
        StoreFailure.InputOutput => $"the connection to the database was lost: {exception.Message}",
        _ => $"the database failed: {exception.Message}",
    };
}
