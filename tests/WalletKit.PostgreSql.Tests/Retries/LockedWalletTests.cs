namespace WalletKit.PostgreSql.Tests.Retries;

public sealed class LockedWalletTests : PostgreSqlTest
{
    private const int Wallets = 40;
    private const int DepositsEach = 20;

    // Long enough that a busy machine refuses no call that a test lets go on.
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_wallet_that_another_program_keeps_locked_keeps_no_other_wallet_waiting()
    {
        var host = Host(options => options.RetryTimeout = s_long);
        var wallets = await OpenAsync(host, Wallets);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallets[0]);
        var waiting = Enumerable.Range(0, DepositsEach).Select(_ => host.Wallets.DepositAsync(wallets[0], 1m, cancellationToken: Token)).ToList();

        // If one of these waited with the locked wallet, the test would end here with the guard of its session.
        await Task.WhenAll(wallets.Skip(1).Select(async wallet =>
        {
            for (var i = 0; i < DepositsEach; i++)
            {
                await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
            }
        })).WaitAsync(s_long, Token);

        Assert.All(waiting, deposit => Assert.False(deposit.IsCompleted));
        await foreign.CommitAsync();
        await Task.WhenAll(waiting);
        Assert.All(await BalancesAsync(host, wallets), balance => Assert.Equal(DepositsEach, balance));
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task Commands_on_a_locked_wallet_keep_their_order_and_so_do_the_commands_on_a_wallet_that_shares_one_with_it()
    {
        var host = Host(options => (options.RetryTimeout, options.Writers) = (s_long, 1));
        var wallets = await OpenAsync(host, 3);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallets[0]);
        var first = host.Wallets.DepositAsync(wallets[0], 10m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);

        // The second wallet has nothing until the transfer, and the third wallet has nothing to do with the others.
        var transfer = host.Wallets.TransferAsync(wallets[0], wallets[1], 6m, cancellationToken: Token);
        var spending = host.Wallets.WithdrawAsync(wallets[1], 5m, cancellationToken: Token);
        var second = host.Wallets.WithdrawAsync(wallets[0], 4m, cancellationToken: Token);
        await host.Wallets.DepositAsync(wallets[2], 1m, cancellationToken: Token).WaitAsync(s_long, Token);

        Assert.False(first.IsCompleted || transfer.IsCompleted || spending.IsCompleted || second.IsCompleted);
        await foreign.CommitAsync();
        await Task.WhenAll(first, transfer, spending, second);
        Assert.Equal([0m, 1m, 1m], await BalancesAsync(host, wallets));
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_wallet_is_done_as_soon_as_it_is_free_though_another_is_locked_for_longer()
    {
        var host = Host(options => (options.RetryTimeout, options.Writers) = (s_long, 1));
        var wallets = await OpenAsync(host, 3);
        await using var longer = await Sql.BeginAsync();
        await longer.LockAsync(wallets[0]);
        await using var shorter = await Sql.BeginAsync();
        await shorter.LockAsync(wallets[1]);
        var first = host.Wallets.DepositAsync(wallets[0], 1m, cancellationToken: Token);
        var second = host.Wallets.DepositAsync(wallets[1], 1m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);

        await shorter.CommitAsync();
        await second.WaitAsync(s_long, Token);

        Assert.False(first.IsCompleted);
        await longer.CommitAsync();
        await first;
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task Review_later_locked_wallet_is_done_when_free()
    {
        var host = Host(options => (options.RetryTimeout, options.Writers) = (TimeSpan.FromSeconds(20), 1));
        var wallets = await OpenAsync(host, 3);
        await using var longer = await Sql.BeginAsync();
        await longer.LockAsync(wallets[0]);
        var first = host.Wallets.DepositAsync(wallets[0], 1m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);
        await using var shorter = await Sql.BeginAsync();
        await shorter.LockAsync(wallets[1]);
        var second = host.Wallets.DepositAsync(wallets[1], 1m, cancellationToken: Token);
        await host.Wallets.DepositAsync(wallets[2], 1m, cancellationToken: Token);
        await shorter.CommitAsync();
        await second.WaitAsync(TimeSpan.FromSeconds(12), Token);
        Assert.False(first.IsCompleted);
        await longer.CommitAsync();
        await first;
    }

    [Fact]
    public async Task Review_wallet_that_joined_a_refused_transfer_is_free_again()
    {
        var host = Host(options => (options.RetryTimeout, options.Writers) = (TimeSpan.FromSeconds(20), 1));
        var wallets = await OpenAsync(host, 3);
        await using var longer = await Sql.BeginAsync();
        await longer.LockAsync(wallets[0]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var transfer = host.Wallets.TransferAsync(wallets[0], wallets[1], 1m, cancellationToken: patience.Token);
        await Sql.WaitForWaitingAsync(Schema);
        var second = host.Wallets.DepositAsync(wallets[1], 1m, cancellationToken: Token);
        await host.Wallets.DepositAsync(wallets[2], 1m, cancellationToken: Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transfer);
        await second.WaitAsync(TimeSpan.FromSeconds(12), Token);
        await longer.CommitAsync();
    }

    [Fact]
    public async Task Review_rebate_of_locked_wallet_keeps_no_other_waiting()
    {
        var host = Host(options => (options.RetryTimeout, options.Writers) = (TimeSpan.FromSeconds(60), 1));
        var wallets = await OpenAsync(host, 2);
        var deposit = await host.Wallets.DepositAsync(wallets[0], 100m, cancellationToken: Token);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallets[0]);
        await foreign.RunAsync("SELECT 1 / count(*)::int FROM (SELECT 1 FROM walletkit_rebates FOR UPDATE) r");
        var reversal = host.Wallets.ReverseAsync(deposit.Transaction.Id, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);
        await host.Wallets.DepositAsync(wallets[1], 1m, cancellationToken: Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        await foreign.CommitAsync();
        await reversal;
    }

    [Fact]
    public async Task A_section_sees_the_changes_that_wait_for_its_wallet()
    {
        var host = Host(options => options.RetryTimeout = s_long);
        var wallet = await host.OpenAsync();
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);
        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);
        decimal? seen = null;
        var section = host.Wallets.ExecuteLockedAsync(
            [wallet],
            (section, _) =>
            {
                seen ??= section[wallet].Balance;
                section.Add(new Withdraw(wallet, 1m));
                return Task.CompletedTask;
            },
            cancellationToken: Token);

        await foreign.CommitAsync();
        await Task.WhenAll(deposit, section);

        Assert.Equal(1m, seen);
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_command_on_a_wallet_that_stays_locked_is_refused_as_busy_and_the_next_wallet_is_not()
    {
        var host = Host(options => options.RetryTimeout = TimeSpan.FromSeconds(1));
        var wallets = await OpenAsync(host, 2);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallets[0]);

        var refused = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallets[0], 1m, cancellationToken: Token));
        await foreign.CommitAsync();
        await host.Wallets.DepositAsync(wallets[0], 2m, cancellationToken: Token);

        Assert.Equal((StoreFailure.Busy, true, false), (refused.Failure, refused.IsTransient, refused.OutcomeUnknown));
        Assert.Equal([2m, 0m], await BalancesAsync(host, wallets));
    }

    [Fact]
    public async Task A_caller_may_give_up_while_its_wallet_is_locked_and_nothing_is_done()
    {
        var host = Host(options => options.RetryTimeout = s_long);
        var wallet = await host.OpenAsync();
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var given = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: patience.Token);
        await Sql.WaitForWaitingAsync(Schema);
        var kept = host.Wallets.DepositAsync(wallet, 2m, cancellationToken: Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(s_long, Token));
        await foreign.CommitAsync();
        await kept;
        Assert.Equal([2m], await BalancesAsync(host, [wallet]));
    }

    [Fact]
    public async Task A_host_that_ends_does_what_waits_for_a_locked_wallet()
    {
        var host = Host(options => options.RetryTimeout = s_long);
        var wallet = await host.OpenAsync();
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);
        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);

        var ending = host.DisposeAsync();
        Assert.False(ending.IsCompleted);
        await foreign.CommitAsync();
        await deposit;
        await ending;

        Assert.Equal([1m], await BalancesAsync(Host(), [wallet]));
    }

    private static async Task<WalletId[]> OpenAsync(WalletHost host, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => host.OpenAsync($"owner {number}")));

    private static async Task<decimal[]> BalancesAsync(WalletHost host, WalletId[] wallets) =>
        await Task.WhenAll(wallets.Select(async wallet => (await host.Wallets.GetWalletAsync(wallet, Token)).Balance));
}
