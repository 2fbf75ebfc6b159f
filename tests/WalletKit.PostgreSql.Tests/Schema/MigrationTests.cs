using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>Migrations from one version to a later one, while hosts work.</summary>
public sealed class MigrationTests : PostgreSqlTest
{
    private static readonly PostgreSqlMigration[] s_later = [.. PostgreSqlMigrations.All, new("ALTER TABLE walletkit_rebates ADD COLUMN note text; CREATE TABLE walletkit_notes (id integer);", "walletkit_rebates")];

    private PostgreSqlSchema Later => new(Schema, s_later);

    [Fact]
    public async Task A_migration_waits_for_the_commits_that_have_read_the_version_and_the_next_ones_are_refused()
    {
        var host = Host();
        var wallet = await host.OpenAsync();
        await using var commit = await Sql.BeginAsync();
        await commit.RunAsync("SELECT version FROM walletkit_schema");

        var migration = MigrateAsync(new PostgreSqlStoreOptions());
        await Sql.WaitForWaitingAsync("walletkit_schema");
        await commit.RunAsync("UPDATE walletkit_rebates SET attempts = 0");
        await commit.CommitAsync();

        Assert.Equal(1, await migration);
        Assert.Equal(2, await Sql.ValueAsync<int>("SELECT version FROM walletkit_schema"));
        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token));
        Assert.Equal(StoreFailure.Newer, refusal.Failure);
    }

    [Fact]
    public async Task A_host_that_waits_longer_than_the_retry_timeout_for_a_migration_is_refused_as_busy()
    {
        await Host().OpenAsync();
        await using var commit = await Sql.BeginAsync();
        await commit.RunAsync("SELECT version FROM walletkit_schema");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(new PostgreSqlStoreOptions { RetryTimeout = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refusal.SqlState);
        Assert.Equal(1, await Sql.ValueAsync<int>("SELECT version FROM walletkit_schema"));
    }

    [Fact]
    public async Task A_store_keeps_its_id_over_a_migration()
    {
        await Host().OpenAsync();
        var id = await Sql.ValueAsync<Guid>("SELECT store_id FROM walletkit_schema");

        await MigrateAsync(new PostgreSqlStoreOptions());

        Assert.NotEqual(Guid.Empty, id);
        Assert.Equal(id, await Sql.ValueAsync<Guid>("SELECT store_id FROM walletkit_schema"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commits_go_on_while_a_migration_waits_behind_a_backup(bool byHand)
    {
        var host = Host();
        var wallet = await host.OpenAsync();
        await using var backup = await Sql.BeginAsync();
        await backup.RunAsync($"LOCK TABLE {string.Join(", ", await TablesAsync())} IN ACCESS SHARE MODE");

        var migration = byHand ? Sql.RunAsync(Later.CreateScript(1)) : MigrateAsync(new PostgreSqlStoreOptions { RetryTimeout = TimeSpan.FromMinutes(10) });
        for (var tries = 0; tries < 3; tries++)
        {
            await Sql.WaitForWaitingAsync("walletkit_schema");
            for (var i = 0; i < 10; i++)
            {
                await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
            }
        }

        Assert.False(migration.IsCompleted);
        Assert.Equal(30m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        await backup.CommitAsync();
        await migration;
        Assert.Equal(2, await Sql.ValueAsync<int>("SELECT version FROM walletkit_schema"));
    }

    [Fact]
    public async Task A_migration_blocks_no_table_but_those_that_its_script_names()
    {
        await Host().OpenAsync();
        var script = Later.CreateScript(1);
        await using var migration = await Sql.BeginAsync();
        await migration.RunAsync(script[..script.LastIndexOf("COMMIT;", StringComparison.Ordinal)]);

        var locks = await Sql.ReadAsync(
            $"""
            SELECT DISTINCT c.relname::text FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
            WHERE c.relnamespace = '{Schema}'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock')
            """,
            row => row.GetString(0));

        Assert.Equal(["walletkit_rebates", "walletkit_schema"], locks.Order(StringComparer.Ordinal));
        Assert.Contains("-- Version 2. It blocks reads and writes of walletkit_rebates until the end.", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "It blocks nothing that there was before.")]
    [InlineData(1, "It blocks reads and writes of walletkit_rebates until the end.")]
    public void Each_part_of_a_script_says_what_it_blocks(int from, string said)
    {
        var script = Later.CreateScript(from);
        var steps = new MigrationSteps(s_later).From(from, TimeSpan.FromMinutes(10)).ToList();

        Assert.All(steps, step => Assert.Contains($"-- {step.Blocks}\n{step.Sql}", script, StringComparison.Ordinal));
        Assert.All(steps, step => Assert.Matches("It blocks ", step.Blocks));
        Assert.Contains(said, script, StringComparison.Ordinal);
    }

    private Task<List<string>> TablesAsync() => Sql.ReadAsync($"SELECT tablename::text FROM pg_tables WHERE schemaname = '{Schema}'", row => row.GetString(0));

    private async Task<int> MigrateAsync(PostgreSqlStoreOptions options)
    {
        await using var connection = await TestServer.DataSource.OpenConnectionAsync(Token);
        return await Later.MigrateAsync(connection, options, Token);
    }
}
