using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Durability.Tests;

[Slow]
public sealed class TwoProcessesTests : IDisposable
{
    private const int Operations = 2_000;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Two_processes_share_a_file_and_its_rebates_and_neither_is_refused()
    {
        using var one = HostProcess.Start(_directory.Database, "one", seed: 21, Operations);
        using var other = HostProcess.Start(_directory.Database, "other", seed: 22, Operations);

        var exitCodes = await Task.WhenAll(one.ReadToEndAsync(), other.ReadToEndAsync());

        Assert.Equal([0, 0], exitCodes);

        Assert.Empty(one.Failures);
        Assert.Empty(other.Failures);
        Assert.Equal(one.WalletIds, other.WalletIds);
        await using (var host = new WalletHost(_directory.Database, timeProvider: TestClock.Tomorrow()))
        {
            await host.Rebates.ProcessPendingAsync(Token);
            await StoreAudit.AssertCleanAsync(host);
        }

        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        books.AssertHolds([.. one.Acknowledged, .. other.Acknowledged]);
        books.AssertAllRebatesSettled();
        books.AssertNothingElse(one.Acknowledged.Count + other.Acknowledged.Count);
        Assert.Equal(4, books.Number("SELECT count(*) FROM walletkit_wallets"));
    }

    [Fact]
    public async Task Two_stores_that_take_turns_on_a_wallet_know_what_the_other_wrote()
    {
        await using var one = new WalletHost(_directory.Database);
        await using var other = new WalletHost(_directory.Database);
        var wallet = (await one.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        for (var i = 1; i <= 10; i++)
        {
            Assert.Equal(2 * i, (await one.Wallets.DepositAsync(wallet, 2m, new() { IdempotencyKey = $"key-{i}" }, Token)).Balance);
            Assert.True((await other.Wallets.DepositAsync(wallet, 2m, new() { IdempotencyKey = $"key-{i}" }, Token)).Replayed);
            Assert.Equal((3 * i) - 1, (await other.Wallets.DepositAsync(wallet, i, cancellationToken: Token)).Transaction.Sequence);
            Assert.Equal(2 * i, (await one.Wallets.WithdrawAsync(wallet, i, cancellationToken: Token)).Balance);
        }
    }

    [Fact]
    public async Task A_withdrawal_of_what_another_store_has_deposited_or_taken_is_judged_by_the_file()
    {
        await using var one = new WalletHost(_directory.Database);
        await using var other = new WalletHost(_directory.Database);
        var wallet = (await one.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await one.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await other.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);

        Assert.Equal(1m, (await one.Wallets.WithdrawAsync(wallet, 100m, cancellationToken: Token)).Balance);

        var refusal = await Assert.ThrowsAsync<InsufficientFundsException>(() => other.Wallets.WithdrawAsync(wallet, 100m, cancellationToken: Token));
        Assert.Equal(1m, refusal.Available);
    }

    [Fact]
    public async Task A_writer_notices_that_another_store_wrote_since_its_last_transaction_and_only_then()
    {
        await using var one = new WalletHost(_directory.Database);
        await using var other = new WalletHost(_directory.Database);
        await one.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);
        await one.Wallets.OpenAsync("second", "USD", cancellationToken: Token);
        Assert.False(await OthersWrote(one));

        await other.Wallets.OpenAsync("third", "USD", cancellationToken: Token);

        Assert.False(await OthersWrote(other));
        Assert.True(await OthersWrote(one));
        Assert.False(await OthersWrote(one));
    }

    [Fact]
    public async Task A_process_goes_on_when_another_one_on_its_file_is_killed()
    {
        using var killed = HostProcess.Start(_directory.Database, "killed", seed: 23);
        using var other = HostProcess.Start(_directory.Database, "other", seed: 24);
        await Task.WhenAll(killed.ReachAsync(300), other.ReachAsync(300));
        await killed.KillAsync();
        await other.ProgressAsync(300);
        await other.KillAsync();

        Assert.Empty(other.Failures);
        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        books.AssertHolds([.. killed.Acknowledged, .. other.Acknowledged]);
    }

    private static ValueTask<bool> OthersWrote(WalletHost host) => host.Store.WriteAsync(new WriterWork<bool>(session => session.OthersWrote), Token);
}
