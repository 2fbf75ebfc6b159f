namespace WalletKit.PostgreSql.Tests.Retries;

public sealed class DeadlockTests : PostgreSqlTest
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public async Task A_transfer_that_waits_for_one_wallet_keeps_the_other_unlocked_so_that_no_deadlock_is_possible(int locked, int source)
    {
        var host = Host();
        WalletId[] wallets = [await host.OpenAsync("one", 10m), await host.OpenAsync("other", 10m)];
        Array.Sort(wallets, (left, right) => string.CompareOrdinal(left.ToString(), right.ToString()));
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallets[locked]);
        var transfer = host.Wallets.TransferAsync(wallets[source], wallets[1 - source], 3m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);

        // The store may hold the lock for the moment of a look, and never while it waits.
        await foreign.LockAsync(wallets[1 - locked]);
        Assert.False(transfer.IsCompleted);
        await foreign.CommitAsync();

        Assert.Equal((7m, 13m), ((await transfer).Outgoing.BalanceAfter, (await transfer).Incoming.BalanceAfter));
        await host.AssertCleanAsync();
    }
}
