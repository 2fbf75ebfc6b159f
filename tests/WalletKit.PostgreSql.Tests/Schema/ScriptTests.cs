using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Schema;

public sealed class ScriptTests : PostgreSqlTest
{
    [Fact]
    public async Task The_script_run_by_hand_makes_what_opening_makes_and_a_host_that_may_not_migrate_uses_it()
    {
        var byHand = $"{Schema}_by_hand";
        try
        {
            await Sql.RunAsync(PostgreSqlWalletStore.CreateScript(byHand));
            await Host().OpenAsync(balance: 1m);
            var host = Host(options => (options.Schema, options.MigrateOnOpen) = (byHand, false));

            await host.OpenAsync(balance: 1m);

            var made = await SchemaText.ReadAsync(Sql, byHand);
            Assert.Equal(await SchemaText.ReadAsync(Sql, Schema), made);
            Assert.InRange(made.Count, 100, int.MaxValue);
            await host.AssertCleanAsync();
        }
        finally
        {
            await Sql.RunAsync($"DROP SCHEMA IF EXISTS {byHand} CASCADE");
        }
    }

    [Fact]
    public async Task The_script_from_the_newest_version_changes_nothing()
    {
        await Host().OpenAsync(balance: 1m);
        var before = await SchemaText.ReadAsync(Sql, Schema);

        await Sql.RunAsync(PostgreSqlWalletStore.CreateScript(Schema, from: 1));

        Assert.Equal(before, await SchemaText.ReadAsync(Sql, Schema));
        await Host().AssertCleanAsync();
    }

    [Fact]
    public async Task The_script_run_twice_is_refused_by_the_server_and_changes_nothing()
    {
        await Sql.RunAsync(PostgreSqlWalletStore.CreateScript(Schema));
        await Host().OpenAsync(balance: 1m);

        await Assert.ThrowsAsync<PostgresException>(() => Sql.RunAsync(PostgreSqlWalletStore.CreateScript(Schema)));

        await Host().AssertCleanAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Wallets")]
    [InlineData("a\"b")]
    [InlineData("pg_wallets")]
    public void A_script_for_a_bad_name_is_refused(string name) => Assert.Contains("Schema", Assert.Throws<ArgumentException>(() => PostgreSqlWalletStore.CreateScript(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_script_from_a_version_that_never_was_is_refused(int from) => Assert.Throws<ArgumentOutOfRangeException>(() => PostgreSqlWalletStore.CreateScript(from: from));

    [Fact]
    public async Task An_empty_database_is_refused_by_name_where_migrating_is_turned_off_and_nothing_is_made()
    {
        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => Host(options => options.MigrateOnOpen = false).OpenAsync());

        Assert.Equal(StoreFailure.CannotOpen, refusal.Failure);
        Assert.Equal($"the schema '{Schema}' holds no wallets, and migrating it is turned off; run the script of PostgreSqlWalletStore.CreateScript.", refusal.Message);
        Assert.Equal(0, await Sql.CountAsync($"pg_namespace WHERE nspname = '{Schema}'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_role_that_may_make_nothing_uses_the_tables_that_the_script_made(bool migrateOnOpen)
    {
        var role = $"{Schema}_clerk";
        await Sql.RunAsync(PostgreSqlWalletStore.CreateScript(Schema));
        await Sql.RunAsync($"CREATE ROLE {role} LOGIN");
        await Sql.RunAsync(PostgreSqlWalletStore.CreateGrants(role, PostgreSqlAccess.Application, Schema));
        try
        {
            await using (var host = new WalletHost(new WalletHostOptions { Schema = Schema }, options =>
            {
                options.ConnectionString = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Username = role, Pooling = false }.ConnectionString;
                options.MigrateOnOpen = migrateOnOpen;
            }))
            {
                var wallet = await host.OpenAsync(balance: 10m);
                var hold = await host.Wallets.PlaceHoldAsync(wallet, 1m, cancellationToken: Token);
                await host.Wallets.CaptureHoldAsync(hold.Hold.Id, cancellationToken: Token);
                await host.Wallets.FreezeAsync(wallet, cancellationToken: Token);
                Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
                await host.AssertCleanAsync();
            }
        }
        finally
        {
            await Sql.RunAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_role_that_owns_the_schema_and_may_make_none_runs_the_script()
    {
        var role = $"{Schema}_owner";
        await Sql.RunAsync($"CREATE ROLE {role}; CREATE SCHEMA {Schema} AUTHORIZATION {role}");
        try
        {
            await Sql.RunAsync($"SET ROLE {role}; {PostgreSqlWalletStore.CreateScript(Schema)} RESET ROLE");

            Assert.Equal(role, await Sql.ValueAsync<string>("SELECT pg_get_userbyid(relowner)::text FROM pg_class WHERE oid = 'walletkit_journal'::regclass"));
            await Host().OpenAsync(balance: 1m);
        }
        finally
        {
            await Sql.RunAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_role_that_may_not_make_a_schema_is_told_so()
    {
        var role = $"{Schema}_clerk";
        await Sql.RunAsync($"CREATE ROLE {role} LOGIN");
        try
        {
            await using var host = new WalletHost(
                new WalletHostOptions { Schema = Schema },
                options => options.ConnectionString = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Username = role, Pooling = false }.ConnectionString);

            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.OpenAsync());

            Assert.Equal(StoreFailure.CannotOpen, refusal.Failure);
            Assert.Contains("permission denied", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Sql.RunAsync($"DROP ROLE {role}");
        }
    }
}
