using Npgsql;
using WalletKit.PostgreSql.Server;
using WalletKit.Storage.PostgreSql;

namespace WalletKit.PostgreSql.Tests.Retries;

public sealed class DeadlockTests : PostgreSqlTest
{
    [Fact]
    public async Task A_transfer_that_loses_a_deadlock_to_another_program_is_done_all_the_same()
    {
        // The store looks for deadlocks soon and the other program never, so it is always the store that loses.
        var host = Host(options => options.ConnectionString = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Options = "-c deadlock_timeout=50ms" }.ConnectionString);
        WalletId[] wallets = [await host.OpenAsync("one", 10m), await host.OpenAsync("other", 10m)];
        Array.Sort(wallets, (left, right) => string.CompareOrdinal(left.ToString(), right.ToString()));
        await using var foreign = await Sql.BeginAsync();
        await foreign.RunAsync("SET LOCAL deadlock_timeout = '1min'");
        await foreign.LockAsync(wallets[1]);
        var transfer = host.Wallets.TransferAsync(wallets[0], wallets[1], 3m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);

        // It has this only if the store let go of it.
        await foreign.LockAsync(wallets[0]);
        Assert.False(transfer.IsCompleted);
        await foreign.CommitAsync();

        var receipt = await transfer;
        Assert.Equal((7m, 13m), (receipt.Outgoing.BalanceAfter, receipt.Incoming.BalanceAfter));
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task Transfers_of_two_hosts_in_both_directions_do_not_wait_in_a_circle()
    {
        // A circle would stand longer than the store tries.
        var (one, other) = (Host(Patient), Host(Patient));
        static void Patient(PostgreSqlStoreOptions options) =>
            options.ConnectionString = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Options = "-c deadlock_timeout=1min" }.ConnectionString;
        var (left, right) = (await one.OpenAsync("left", 100m), await one.OpenAsync("right", 100m));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => i % 2 == 0
            ? one.Wallets.TransferAsync(left, right, 1m, cancellationToken: Token)
            : other.Wallets.TransferAsync(right, left, 1m, cancellationToken: Token)));

        Assert.Equal(100m, (await one.Wallets.GetBalanceAsync(left, Token)).Balance);
        await one.AssertCleanAsync();
    }
}
