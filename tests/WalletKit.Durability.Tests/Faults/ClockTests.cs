using WalletKit.Commands;
using WalletKit.Testing.Histories;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>The machine's clock is set back, and ahead, while a file is in use and between two uses of it.</summary>
public sealed class ClockTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDirectory _directory = new();
    private readonly SetClock _clock = new() { Now = Noon };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wallets_time_stands_still_while_the_clock_is_behind_it(bool restart)
    {
        var times = new List<DateTimeOffset>();
        var host = Host();
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        foreach (var hours in (int[])[0, -24, -1, 0, 1, 24 * 400, 2])
        {
            if (restart)
            {
                await host.DisposeAsync();
                host = Host();
            }

            _clock.Now = Noon.AddHours(hours);
            times.Add((await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Transaction.CreatedAt);
        }

        var ahead = Noon.AddHours(24 * 400);
        Assert.Equal([Noon, Noon, Noon, Noon, Noon.AddHours(1), ahead, ahead], times);
        await AfterCrash.AssertCleanAsync(_directory.Database, host);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_hold_that_a_jump_ahead_let_expire_stays_expired_when_the_clock_is_back_and_one_that_it_did_not_stays_open()
    {
        HoldId swept, seen, open;
        await using (var host = Host())
        {
            var (one, other) = (await FundAsync(host, "one"), await FundAsync(host, "other"));
            swept = (await host.Wallets.PlaceHoldAsync(one, 4m, new() { ExpiresIn = TimeSpan.FromHours(1) }, Token)).Hold.Id;
            open = (await host.Wallets.PlaceHoldAsync(one, 2m, new() { ExpiresIn = TimeSpan.FromDays(30) }, Token)).Hold.Id;
            seen = (await host.Wallets.PlaceHoldAsync(other, 4m, new() { ExpiresIn = TimeSpan.FromHours(1) }, Token)).Hold.Id;
        }

        await using (var host = Host(Noon.AddDays(2)))
        {
            // A withdrawal has used the money of one hold, and the expiry of the other is recorded.
            await host.Wallets.WithdrawAsync(seen.WalletId, 10m, cancellationToken: Token);
            await host.Wallets.ExpireHoldsAsync(Token);
        }

        await using (var host = Host(Noon))
        {
            Assert.Equal((10m, 2m, 8m), await BalanceAsync(host, swept.WalletId));
            Assert.Equal((0m, 0m, 0m), await BalanceAsync(host, seen.WalletId));
            Assert.Equal(HoldStatus.Expired, (await Assert.ThrowsAsync<HoldEndedException>(() => host.Wallets.CaptureHoldAsync(swept, cancellationToken: Token))).Status);
            Assert.Equal(HoldStatus.Expired, (await Assert.ThrowsAsync<HoldEndedException>(() => host.Wallets.CaptureHoldAsync(seen, cancellationToken: Token))).Status);
            Assert.Equal(8m, (await host.Wallets.CaptureHoldAsync(open, cancellationToken: Token)).Balance);
            await AfterCrash.AssertCleanAsync(_directory.Database, host);
        }
    }

    [Fact]
    public async Task A_rebate_claimed_before_a_jump_ahead_is_paid_once_by_another_processor_when_the_clock_is_back()
    {
        TransactionId deposit;
        await using (var host = Host())
        {
            deposit = new TransactionId(await FundAsync(host, "owner"), 2);

            // The processor that claimed it never came back.
            Assert.Single(await host.Store.Rebates.ClaimAsync(Guid.NewGuid(), ["percentage"], _clock.Now.AddMinutes(5), 10, Token));
            Assert.Equal(0, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
            _clock.Now = Noon.AddDays(2);
            Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
        }

        await using (var host = Host(Noon.AddDays(-1)))
        {
            Assert.Equal(0, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
            Assert.Equal(RebateStatus.Paid, (await host.Rebates.FindAsync(deposit, Token))!.Status);
            await AfterCrash.AssertCleanAsync(_directory.Database, host);
        }

        using var books = Books.Open(_directory.Database);
        books.AssertAllRebatesSettled();
    }

    [Fact]
    public async Task A_rebate_earned_while_the_clock_was_ahead_is_paid_when_the_time_has_come_again()
    {
        await using (var host = Host(Noon.AddDays(1)))
        {
            await FundAsync(host, "owner");
        }

        await using (var host = Host(Noon))
        {
            await host.Rebates.ProcessPendingAsync(Token);
            _clock.Now = Noon.AddDays(1);
            await host.Rebates.ProcessPendingAsync(Token);
            await AfterCrash.AssertCleanAsync(_directory.Database, host);
        }

        using var books = Books.Open(_directory.Database);
        books.AssertAllRebatesSettled();
    }

    private WalletHost Host(DateTimeOffset? now = null)
    {
        _clock.Now = now ?? _clock.Now;
        return new WalletHost(_directory.Database, timeProvider: _clock);
    }

    private static async Task<WalletId> FundAsync(WalletHost host, string owner)
    {
        var wallet = (await host.Wallets.OpenAsync(owner, "USD", cancellationToken: Token)).Wallet;
        await host.Wallets.DepositAsync(wallet.Id, 10m, cancellationToken: Token);
        return wallet.Id;
    }

    private static async Task<(decimal Balance, decimal Held, decimal Available)> BalanceAsync(WalletHost host, WalletId wallet)
    {
        var balance = await host.Wallets.GetBalanceAsync(wallet, Token);
        return (balance.Balance, balance.Held, balance.Available);
    }

    // A clock that goes wherever it is set, back as well.
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
