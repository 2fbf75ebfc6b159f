using System.Transactions;
using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests;

/// <summary>Calls inside a transaction of the host's own, on its own data source.</summary>
public sealed class AmbientTransactionTests : PostgreSqlTest
{
    [Fact]
    public async Task A_call_that_changes_wallets_is_refused_inside_a_transaction_of_the_hosts_own_and_a_read_is_not()
    {
        await using var dataSource = NpgsqlDataSource.Create(TestServer.ConnectionString);
        var host = Host(options => (options.ConnectionString, options.DataSource) = (null, dataSource));
        var wallet = await host.OpenAsync(balance: 1m);

        using (new TransactionScope(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled))
        {
            await Assert.ThrowsAsync<AmbientTransactionException>(() => host.Wallets.DepositAsync(wallet, 2m, cancellationToken: Token));
            await Assert.ThrowsAsync<AmbientTransactionException>(() => host.Wallets.ExecuteAsync([new Deposit(wallet, 2m)], cancellationToken: Token));
            await Assert.ThrowsAsync<AmbientTransactionException>(() => host.Rebates.ProcessPendingAsync(Token));
            Assert.Equal(1m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        }

        Assert.Equal(1m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
    }

    [Fact]
    public async Task Where_it_is_ignored_nothing_of_the_store_becomes_part_of_a_transaction_of_the_hosts_own_and_nothing_of_that_is_ended_by_it()
    {
        await using var dataSource = NpgsqlDataSource.Create(TestServer.ConnectionString);
        var host = Host(
            options => (options.ConnectionString, options.DataSource) = (null, dataSource), more: more => more.WalletKit = options => options.IgnoreAmbientTransaction = true);
        var wallet = await host.OpenAsync(balance: 1m);
        await Sql.RunAsync("CREATE TABLE orders (number integer)");

        using (new TransactionScope(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled))
        {
            await using var connection = await dataSource.OpenConnectionAsync(Token);
            await using var insert = new NpgsqlCommand($"INSERT INTO {Schema}.orders VALUES (1)", connection);
            await insert.ExecuteNonQueryAsync(Token);
            Assert.Equal(1m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
            await host.Wallets.DepositAsync(wallet, 2m, cancellationToken: Token);
            Assert.Equal(3m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
            Assert.Equal(2, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
            await host.AssertCleanAsync();
        }

        // The host's own transaction was not completed.
        Assert.Equal(0, await Sql.CountAsync("orders"));
        Assert.Equal(3.03m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
    }
}
