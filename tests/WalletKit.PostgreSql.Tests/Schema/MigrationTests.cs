using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Schema;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>Migrations from one version to a later one, while hosts work.</summary>
public sealed class MigrationTests : PostgreSqlTest
{
    private PostgreSqlSchema Later => new(Schema, [.. PostgreSqlMigrations.All, "ALTER TABLE walletkit_rebates ADD COLUMN note text;"]);

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

    private async Task<int> MigrateAsync(PostgreSqlStoreOptions options)
    {
        await using var connection = await TestServer.DataSource.OpenConnectionAsync(Token);
        return await Later.MigrateAsync(connection, options, Token);
    }
}
