using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Schema;

public sealed class OpeningTests : PostgreSqlTest
{
    [Fact]
    public async Task Ten_hosts_open_one_new_schema_at_once_and_one_makes_it()
    {
        var hosts = Enumerable.Range(0, 10).Select(_ => Host(options => options.ConnectionString = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Pooling = false }.ConnectionString)).ToList();

        var wallets = await Task.WhenAll(hosts.Select(host => Task.Run(() => host.OpenAsync())));

        Assert.Single(wallets.Distinct());
        Assert.Equal(1, await Sql.CountAsync("walletkit_schema"));
        await hosts[0].AssertCleanAsync();
    }

    [Theory]
    [InlineData("user")]
    [InlineData("order")]
    [InlineData("_")]
    [InlineData("a_name_of_forty_eight_letters_which_is_the_longest_")]
    public async Task A_schema_has_the_name_that_it_is_given(string name)
    {
        name = name.Length > 48 ? name[..48] : name;
        await using var sql = new Sql("pg_catalog");
        try
        {
            var host = Host(options => options.Schema = name);
            var wallet = await host.OpenAsync(balance: 1m);

            Assert.Equal(1m, await sql.ValueAsync<decimal>($"SELECT balance FROM \"{name}\".walletkit_balances WHERE wallet_id = '{wallet}'"));
            await host.AssertCleanAsync();
        }
        finally
        {
            await sql.RunAsync($"DROP SCHEMA IF EXISTS \"{name}\" CASCADE");
        }
    }

    [Fact]
    public async Task Schemas_on_one_database_know_nothing_of_each_other()
    {
        var other = $"{Schema}_other";
        try
        {
            var (one, two) = (Host(), Host(options => options.Schema = other));
            var wallet = await one.OpenAsync(balance: 1m);

            Assert.Null(await two.Wallets.FindWalletAsync("owner", cancellationToken: Token));
            await Assert.ThrowsAsync<WalletNotFoundException>(() => two.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token));
            Assert.NotEqual(wallet, await two.OpenAsync());
        }
        finally
        {
            await Sql.RunAsync($"DROP SCHEMA IF EXISTS {other} CASCADE");
        }
    }

    [Fact]
    public async Task A_schema_of_a_newer_release_is_refused_at_opening_and_left_as_it_is()
    {
        await Host().OpenAsync();
        await Sql.RunAsync("UPDATE walletkit_schema SET version = 99; DROP TABLE walletkit_rebates CASCADE");
        var before = await SchemaText.ReadAsync(Sql, Schema);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => Host().OpenAsync("another"));

        Assert.Equal((StoreFailure.Newer, $"the schema '{Schema}' has version 99; this release knows 1 to 1."), (refusal.Failure, refusal.Message));
        Assert.Equal(before, await SchemaText.ReadAsync(Sql, Schema));
        Assert.Equal((1, 99), (await Sql.CountAsync("walletkit_wallets"), await Sql.ValueAsync<int>("SELECT version FROM walletkit_schema")));
    }

    [Fact]
    public async Task A_newer_release_that_comes_while_a_host_runs_is_heeded_by_its_next_commit()
    {
        var host = Host();
        var wallet = await host.OpenAsync(balance: 10m);
        await Sql.RunAsync("UPDATE walletkit_schema SET version = 2");

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token));

        Assert.Equal((StoreFailure.Newer, false), (refusal.Failure, refusal.OutcomeUnknown));
        Assert.Equal(1, await Sql.CountAsync("walletkit_journal WHERE amount IS NOT NULL"));
        await Sql.RunAsync("UPDATE walletkit_schema SET version = 1");
        Assert.Equal(11m, (await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Balance);
    }

    [Theory]
    [InlineData("CREATE TABLE walletkit_wallets (id integer)", "walletkit_wallets")]
    [InlineData("CREATE VIEW walletkit_rebates AS SELECT 1", "walletkit_rebates")]
    [InlineData("CREATE TABLE walletkit_schema (name text); INSERT INTO walletkit_schema VALUES ('theirs')", "walletkit_schema")]
    [InlineData("CREATE TABLE walletkit_schema (version integer)", "walletkit_schema")]
    [InlineData("CREATE TABLE walletkit_schema (version text); INSERT INTO walletkit_schema VALUES ('v1')", "walletkit_schema")]
    public async Task A_schema_with_foreign_tables_is_refused_and_left_as_it_is(string theirs, string table)
    {
        await Sql.RunAsync($"CREATE SCHEMA {Schema}");
        await Sql.RunAsync(theirs);
        var before = await SchemaText.ReadAsync(Sql, Schema);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => Host().OpenAsync());

        Assert.Equal(StoreFailure.Foreign, refusal.Failure);
        Assert.Contains($"'{table}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"'{Schema}'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await SchemaText.ReadAsync(Sql, Schema));
    }

    [Fact]
    public async Task A_schema_with_other_tables_beside_is_used_and_they_are_left_alone()
    {
        await Sql.RunAsync($"CREATE SCHEMA {Schema}");
        await Sql.RunAsync("CREATE TABLE customers (id integer); INSERT INTO customers VALUES (1)");

        await Host().OpenAsync(balance: 1m);

        Assert.Equal((1, 1), (await Sql.CountAsync("customers"), await Sql.CountAsync("walletkit_wallets")));
    }

    [Fact]
    public async Task An_opening_that_failed_is_tried_again_by_the_next_caller()
    {
        await Sql.RunAsync($"CREATE SCHEMA {Schema}");
        await Sql.RunAsync("CREATE TABLE walletkit_wallets (id integer)");
        var host = Host();
        await Assert.ThrowsAsync<WalletStoreException>(() => host.OpenAsync());

        await Sql.RunAsync("DROP TABLE walletkit_wallets");

        await host.OpenAsync(balance: 1m);
        await host.AssertCleanAsync();
    }
}
