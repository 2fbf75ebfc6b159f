using Npgsql;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>The rights that the printed scripts give to roles.</summary>
public sealed class GrantTests : PostgreSqlTest
{
    private string Role => $"{Schema}_role";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Sql.RunAsync(PostgreSqlWalletStore.CreateScript(Schema));
        await Sql.RunAsync($"CREATE ROLE \"{Role}\" LOGIN");
    }

    public override async ValueTask DisposeAsync()
    {
        await Sql.RunAsync($"DROP OWNED BY \"{Role}\" CASCADE; DROP ROLE \"{Role}\"");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_host_changes_no_entry_and_takes_no_evidence_away()
    {
        await GrantAsync(PostgreSqlAccess.Application);

        foreach (var evidence in (string[])["walletkit_journal", "walletkit_totals"])
        {
            Assert.Equal(["INSERT", "SELECT"], await RightsAsync(evidence));
        }

        Assert.Equal(["INSERT", "SELECT", "UPDATE of made_at, position"], await RightsAsync("walletkit_commits"));
        Assert.Equal(["INSERT", "SELECT", "UPDATE of closed, erased_holds, erased_through, key_secret, name, owner_id, text_secret"], await RightsAsync("walletkit_wallets"));
        Assert.Equal(["SELECT"], await RightsAsync("walletkit_schema"));
        Assert.Equal(["DELETE", "INSERT", "SELECT"], await RightsAsync("walletkit_texts"));
        await using var sql = new Sql(Schema, ConnectionString);
        foreach (var refused in (string[])["UPDATE walletkit_journal SET amount = 1", "DELETE FROM walletkit_journal", "TRUNCATE walletkit_journal", "DELETE FROM walletkit_commits", "DROP TABLE walletkit_texts", "CREATE TABLE mine (id integer)", "UPDATE walletkit_wallets SET currency = 'EUR'"])
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => sql.RunAsync(refused))).SqlState);
        }
    }

    [Fact]
    public async Task A_role_for_reports_reads_each_view_and_no_table()
    {
        var wallet = await Host().OpenAsync(balance: 12.5m);
        await GrantAsync(PostgreSqlAccess.Reports);
        await using var sql = new Sql(Schema, ConnectionString);

        Assert.Equal(12.5m, await sql.ValueAsync<decimal>($"SELECT balance FROM walletkit_balances WHERE wallet_id = '{wallet}'"));
        foreach (var table in PostgreSqlMigrations.Tables)
        {
            Assert.Equal(PostgreSqlViews.Names.Contains(table) ? ["SELECT"] : [], await RightsAsync(table));
        }

        foreach (var view in PostgreSqlViews.Names)
        {
            await sql.CountAsync(view);
        }
    }

    [Fact]
    public async Task A_role_that_only_reads_reads_everything_and_changes_nothing()
    {
        await GrantAsync(PostgreSqlAccess.ReadOnly);

        foreach (var table in PostgreSqlMigrations.Tables.Prepend("walletkit_schema"))
        {
            Assert.Equal(["SELECT"], await RightsAsync(table));
        }
    }

    [Fact]
    public async Task A_script_takes_away_what_the_role_had_before()
    {
        await Sql.RunAsync($"GRANT ALL ON ALL TABLES IN SCHEMA {Schema} TO \"{Role}\"; GRANT UPDATE (balance) ON walletkit_journal TO \"{Role}\"");

        await GrantAsync(PostgreSqlAccess.Reports);

        Assert.Empty(await RightsAsync("walletkit_journal"));
        Assert.Equal(["SELECT"], await RightsAsync("walletkit_history"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a_name_of_more_than_sixty_three_letters_which_is_longer_than_it_may_be")]
    public void A_script_for_a_bad_role_is_refused_by_name(string role) =>
        Assert.Contains("role", Assert.Throws<ArgumentException>(() => PostgreSqlWalletStore.CreateGrants(role, PostgreSqlAccess.Reports)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_role_may_have_any_name()
    {
        var role = $"{Schema} \"Clerk\"; --";
        await Sql.RunAsync($"CREATE ROLE \"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        await Sql.RunAsync(PostgreSqlWalletStore.CreateGrants(role, PostgreSqlAccess.Reports, Schema));

        Assert.True(await Sql.ValueAsync<bool>($"SELECT has_table_privilege('{role}', 'walletkit_history', 'SELECT')"));
        await Sql.RunAsync($"DROP OWNED BY \"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"; DROP ROLE \"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    private string ConnectionString => new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Username = Role, Pooling = false }.ConnectionString;

    private Task GrantAsync(PostgreSqlAccess access) => Sql.RunAsync(PostgreSqlWalletStore.CreateGrants(Role, access, Schema));

    private Task<List<string>> RightsAsync(string table) => Sql.ReadAsync(
        $"""
        SELECT a.privilege_type FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a WHERE c.oid = '{table}'::regclass AND a.grantee = '"{Role}"'::regrole
        UNION
        SELECT x.privilege_type || ' of ' || string_agg(x.attname, ', ' ORDER BY x.attname)
        FROM (SELECT a.privilege_type, t.attname FROM pg_attribute t CROSS JOIN LATERAL aclexplode(t.attacl) a WHERE t.attrelid = '{table}'::regclass AND a.grantee = '"{Role}"'::regrole) x
        GROUP BY x.privilege_type ORDER BY 1
        """,
        row => row.GetString(0));
}
