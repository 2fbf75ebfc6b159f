using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Retries;

public sealed class DeadlockTests : PostgreSqlTest
{
    [Fact]
    public async Task A_transfer_that_loses_a_deadlock_to_another_program_is_done_all_the_same()
    {
        // The store looks for deadlocks and the other program never, so the store always loses. The server looks once for each wait, so the other program must
        // wait by then, on a busy machine as well.
        var host = Host(options =>
        {
            options.ConnectionString = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Options = "-c deadlock_timeout=3s" }.ConnectionString;

            // A busy machine must not use up the time for repetitions before the other program commits.
            options.RetryTimeout = TimeSpan.FromMinutes(1);
        });
        var wallets = await OpenInOrderAsync(host);
        await using var foreign = await Sql.BeginAsync();
        await foreign.RunAsync("SET LOCAL deadlock_timeout = '1min'");
        await foreign.LockAsync(wallets[1]);
        var transfer = host.Wallets.TransferAsync(wallets[0], wallets[1], 3m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);

        // The other program gets this lock only if the store released it.
        await foreign.LockAsync(wallets[0]);
        Assert.False(transfer.IsCompleted);
        await foreign.CommitAsync();

        var receipt = await transfer;
        Assert.Equal((7m, 13m), (receipt.Outgoing.BalanceAfter, receipt.Incoming.BalanceAfter));
        await host.AssertCleanAsync();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task A_transfer_locks_its_wallets_in_the_order_of_their_ids_whichever_way_it_goes(int source, int destination)
    {
        var host = Host();
        var wallets = await OpenInOrderAsync(host);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallets[0]);
        var transfer = host.Wallets.TransferAsync(wallets[source], wallets[destination], 3m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);

        // It waits for the first wallet, and holds no lock.
        await foreign.RunAsync($"SELECT 1 FROM walletkit_wallets WHERE id = '{wallets[1]}' FOR UPDATE NOWAIT");
        await foreign.CommitAsync();

        Assert.Equal(7m, (await transfer).Outgoing.BalanceAfter);
        await host.AssertCleanAsync();
    }

    private static async Task<WalletId[]> OpenInOrderAsync(WalletHost host)
    {
        WalletId[] wallets = [await host.OpenAsync("one", 10m), await host.OpenAsync("other", 10m)];
        Array.Sort(wallets, (left, right) => string.CompareOrdinal(left.ToString(), right.ToString()));
        return wallets;
    }
}
