using System.Globalization;

namespace WalletKit.PostgreSql;

/// <summary>
/// The timeouts of a transaction, in place of those that the role, the database or the configuration sets for its session. They are set by a statement of the transaction and
/// end with it, so that no other client of a pooler meets them.
/// </summary>
internal static class TransactionLimits
{
    // Only newer servers have this setting.
    private const string NoTransactionTimeout = "CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL THEN set_config('transaction_timeout', '0', true) END";

    /// <summary>The expressions for a SELECT, of a transaction whose statements take what they take.</summary>
    /// <param name="options">The settings of the store.</param>
    /// <param name="lockTimeout">The SQL for how long a statement waits for a lock; null for the retry timeout.</param>
    public static string Unlimited(PostgreSqlStoreOptions options, string? lockTimeout = null) => Sql(options, "0", lockTimeout);

    /// <summary>The same, of a transaction whose statements end when nothing waits for them any more.</summary>
    public static string OfCall(PostgreSqlStoreOptions options) => Sql(options, Milliseconds(options.AnswerTimeout), null);

    private static string Sql(PostgreSqlStoreOptions options, string statementTimeout, string? lockTimeout) =>
        $"""
        set_config('statement_timeout', '{statementTimeout}', true), set_config('lock_timeout', {lockTimeout ?? $"'{options.LockTimeout}'"}, true),
            set_config('idle_in_transaction_session_timeout', '{Milliseconds(options.IdleTransactionTimeout)}', true), {NoTransactionTimeout}
        """;

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
