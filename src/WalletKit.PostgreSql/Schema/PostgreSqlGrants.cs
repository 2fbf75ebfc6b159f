using System.Globalization;
using System.Text;
using WalletKit.PostgreSql.Writing;

namespace WalletKit.PostgreSql.Schema;

/// <summary>The rights that roles need on the tables, and no more.</summary>
internal static class PostgreSqlGrants
{
    private const int MaxRoleBytes = 63;

    private const string Read = "SELECT";
    private const string Append = "SELECT, INSERT";

    // Rows of the journal, of commits and of totals are evidence: a host adds rows, and cannot take one away. Locking a row needs the right to update a column of it.
    private static readonly (string Table, string Rights)[] s_application =
    [
        ("walletkit_schema", Read),
        ("walletkit_wallets", $"{Append}, UPDATE (closed, key_secret, owner_id, name, {string.Join(", ", WrittenRows.Erased.Skip(1))})"),
        ("walletkit_wallet_owners", $"{Append}, UPDATE, DELETE"),
        ("walletkit_wallet_names", $"{Append}, DELETE"),
        ("walletkit_holds", $"{Append}, UPDATE ({WrittenRows.HoldState.Names}, reference, metadata)"),
        ("walletkit_journal", Append),
        ("walletkit_texts", $"{Append}, DELETE"),
        ("walletkit_erasures", $"{Append}, UPDATE (done), DELETE"),
        ("walletkit_expiring_wallets", $"{Append}, UPDATE (since), DELETE"),
        ("walletkit_idempotency_keys", $"{Append}, DELETE"),
        ("walletkit_rebates", $"{Append}, UPDATE ({WrittenRows.RebateState.Names})"),
        ("walletkit_commits", $"{Append}, UPDATE (made_at, position)"),
        ("walletkit_totals", Append),
    ];

    /// <summary>The SQL that gives a role its rights, and takes all other rights on the tables from it.</summary>
    /// <exception cref="ArgumentException">The name of the role is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The access is not one of the values.</exception>
    public static string Create(PostgreSqlSchema schema, string role, PostgreSqlAccess access)
    {
        if (string.IsNullOrEmpty(role) || Encoding.UTF8.GetByteCount(role) > MaxRoleBytes || role.Any(char.IsControl))
        {
            throw new ArgumentException(new InvalidInputException("role", role, $"must have 1 to {MaxRoleBytes} bytes of UTF-8 and no control characters").Message, nameof(role));
        }

        var quoted = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var script = new StringBuilder();
        script.Append("-- Run this as the owner of the tables, and again after each migration. It blocks no read and no write.\nBEGIN;\n");
        script.Append(CultureInfo.InvariantCulture, $"REVOKE ALL ON {string.Join(", ", PostgreSqlMigrations.Tables.Prepend("walletkit_schema").Select(schema.Qualify))} FROM {quoted};\n");
        script.Append(CultureInfo.InvariantCulture, $"GRANT USAGE ON SCHEMA {schema.Quoted} TO {quoted};\n");
        foreach (var (table, rights) in Rights(access))
        {
            script.Append(CultureInfo.InvariantCulture, $"GRANT {rights} ON {schema.Qualify(table)} TO {quoted};\n");
        }

        return script.Append("COMMIT;\n").ToString();
    }

    private static IEnumerable<(string Table, string Rights)> Rights(PostgreSqlAccess access) => access switch
    {
        PostgreSqlAccess.Application => s_application,
        PostgreSqlAccess.ReadOnly => PostgreSqlMigrations.Tables.Prepend("walletkit_schema").Select(static table => (table, Read)),
        PostgreSqlAccess.Reports => PostgreSqlViews.Names.Select(static view => (view, Read)),
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
    };
}
