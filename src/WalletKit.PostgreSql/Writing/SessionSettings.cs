using System.Globalization;
using Npgsql;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The settings of the sessions that commit.</summary>
internal static class SessionSettings
{
    // These are set for the store's own statements. The settings before are kept under a name of the store, for host code.
    private static readonly string[] s_own = ["enable_seqscan", "jit", "plan_cache_mode"];

    private static readonly string s_keep = string.Join(", ", s_own.Select(static name => $"set_config('walletkit.{name}', current_setting('{name}'), false)"));

    /// <summary>Expressions that give the rest of a transaction, which is host code's, the session's own settings again.</summary>
    public static readonly string ForHost = string.Join(", ", s_own.Select(static name => $"set_config('{name}', current_setting('walletkit.{name}'), true)"));

    /// <summary>Sets up a session.</summary>
    /// <returns>An id that no other session has.</returns>
    public static async Task<Guid> SetUpAsync(NpgsqlConnection connection, PostgreSqlStoreOptions options, CancellationToken cancellationToken)
    {
        var keepalive = Math.Max(1, (int)options.IdleTransactionTimeout.TotalSeconds);

        // Every statement of a writer finds its rows by key: statistics that are out of date must not make it read whole tables, no plan is worth
        // making twice or compiling.
        FormattableString settings =
            $"""
            SELECT {s_keep}, set_config('tcp_keepalives_idle', '{keepalive}', false), set_config('tcp_keepalives_interval', '1', false), set_config('tcp_keepalives_count', '5', false),
                set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false), set_config('plan_cache_mode', 'force_generic_plan', false),
                set_config('default_transaction_isolation', 'read committed', false),
                gen_random_uuid()
            """;
        var command = new NpgsqlCommand(settings.ToString(CultureInfo.InvariantCulture), connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return reader.GetGuid(reader.FieldCount - 1);
            }
        }
    }
}
