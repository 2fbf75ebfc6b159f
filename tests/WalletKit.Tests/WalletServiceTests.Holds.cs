using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Testing.Histories;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_hold_lowers_what_is_available_and_a_capture_takes_it_and_releases_the_rest(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var options = new HoldOptions { Reference = "room 7", Metadata = new Dictionary<string, string> { ["hotel"] = "Astoria" }, ExpiresIn = TimeSpan.FromDays(1) };

        var placed = await host.Wallets.PlaceHoldAsync(wallet.Id, 60m, options, Token);
        var held = await host.Wallets.GetBalanceAsync(wallet.Id, Token);
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((await host.Wallets.GetWalletAsync(wallet.Id, Token)).Version, placed.Version);
        var captured = await host.Wallets.CaptureHoldAsync(placed.Hold.Id, 25m, new() { Reference = "bill 7" }, Token);
        var after = await host.Wallets.GetBalanceAsync(wallet.Id, Token);
        var ended = await host.Wallets.GetHoldAsync(placed.Hold.Id, Token);

        Assert.Equal((new HoldId(wallet.Id, 1), 60m, HoldStatus.Open, "room 7", "Astoria", wallet.CreatedAt.AddDays(1)),
            (placed.Hold.Id, placed.Hold.Remaining, placed.Hold.Status, placed.Hold.Reference, placed.Hold.Metadata["hotel"], placed.Hold.ExpiresAt));
        Assert.Equal((100m, 60m, 40m), (held.Balance, held.Held, held.Available));
        Assert.Equal((TransactionType.Capture, -25m, 75m, "bill 7"), (captured.Transaction.Type, captured.Transaction.Amount, captured.Balance, captured.Transaction.Reference));
        Assert.Equal((1L, 0L), (captured.Transaction.Links.Hold, captured.Transaction.Links.HoldRemainingMinorUnits));
        Assert.Equal((75m, 0m, 75m), (after.Balance, after.Held, after.Available));
        Assert.Equal((HoldStatus.Captured, 25m, 0m, wallet.CreatedAt.AddHours(1)), (ended.Status, ended.Captured, ended.Remaining, ended.UpdatedAt));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_hold_that_is_to_stay_open_is_captured_bit_by_bit(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var hold = (await host.Wallets.PlaceHoldAsync(wallet.Id, 60m, cancellationToken: Token)).Hold;

        await host.Wallets.CaptureHoldAsync(hold.Id, 20m, new() { KeepOpen = true }, Token);
        var between = await host.Wallets.GetHoldAsync(hold.Id, Token);
        var last = await host.Wallets.CaptureHoldAsync(hold.Id, cancellationToken: Token);

        Assert.Equal((HoldStatus.Open, 40m), (between.Status, between.Remaining));
        Assert.Equal((-40m, 40m), (last.Transaction.Amount, last.Balance));
        Assert.Equal("hold_captured", (await Assert.ThrowsAsync<HoldEndedException>(() => host.Wallets.CaptureHoldAsync(hold.Id, cancellationToken: Token))).Code);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_hold_that_is_given_up_holds_nothing(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var hold = (await host.Wallets.PlaceHoldAsync(wallet.Id, 60m, cancellationToken: Token)).Hold;

        var receipt = await host.Wallets.VoidHoldAsync(hold.Id, cancellationToken: Token);

        Assert.Equal((HoldStatus.Voided, 0m, false), (receipt.Hold.Status, receipt.Hold.Remaining, receipt.Replayed));
        Assert.Equal((await host.Wallets.GetWalletAsync(wallet.Id, Token)).Version, receipt.Version);
        Assert.Equal(100m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Available);
        Assert.Equal("hold_voided", (await Assert.ThrowsAsync<HoldEndedException>(() => host.Wallets.VoidHoldAsync(hold.Id, cancellationToken: Token))).Code);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_hold_whose_time_ran_out_holds_nothing_before_and_after_it_is_recorded(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var hold = (await host.Wallets.PlaceHoldAsync(wallet.Id, 60m, new() { ExpiresIn = TimeSpan.FromMinutes(1) }, Token)).Hold;
        host.Time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(10));
        Assert.Equal(0, await host.Wallets.ExpireHoldsAsync(Token));
        Assert.Equal(40m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Available);
        host.Time.Advance(TimeSpan.FromTicks(10));

        foreach (var recorded in new[] { 1, 0 })
        {
            Assert.Equal((HoldStatus.Expired, 0m), ((await host.Wallets.GetHoldAsync(hold.Id, Token)).Status, (await host.Wallets.GetHoldAsync(hold.Id, Token)).Remaining));
            Assert.Equal((0m, 100m), ((await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Held, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Available));
            Assert.Empty(await host.Wallets.StreamOpenHoldsAsync(wallet.Id, cancellationToken: Token).ToListAsync(Token));
            Assert.Equal("hold_expired", (await Assert.ThrowsAsync<HoldEndedException>(() => host.Wallets.CaptureHoldAsync(hold.Id, cancellationToken: Token))).Code);
            Assert.Equal(recorded, await host.Wallets.ExpireHoldsAsync(Token));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_sweep_counts_each_wallet_once_however_many_of_its_holds_expired(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(10_000m);
        var other = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        await host.Wallets.DepositAsync(other.Id, 1m, cancellationToken: Token);
        await PlaceHoldsAsync(host, wallet.Id, 1_000, TimeSpan.FromMinutes(1));
        await PlaceHoldsAsync(host, other.Id, 1, TimeSpan.FromMinutes(1));
        host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, await host.Wallets.ExpireHoldsAsync(Token));
        Assert.Equal(0m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Held);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Open_holds_are_read_page_by_page_those_placed_first_first(string store)
    {
        await using var host = new TestWallets(store, wallets => wallets.Services.Configure<WalletKitOptions>(options => options.MaxOpenHolds = 2_000));
        var wallet = await host.OpenWithAsync(10_000m);
        Assert.Empty(await host.Wallets.StreamOpenHoldsAsync(wallet.Id, cancellationToken: Token).ToListAsync(Token));

        // A whole page of holds that have ended must not look like the end.
        await PlaceHoldsAsync(host, wallet.Id, 600, TimeSpan.FromMinutes(1));
        await PlaceHoldsAsync(host, wallet.Id, 1_000, null);
        await PlaceHoldsAsync(host, wallet.Id, 7, TimeSpan.FromMinutes(2));
        await host.Wallets.VoidHoldAsync(new(wallet.Id, 605), cancellationToken: Token);
        host.Time.Advance(TimeSpan.FromMinutes(1));

        var numbers = await host.Wallets.StreamOpenHoldsAsync(wallet.Id, cancellationToken: Token).Select(hold => hold.Id.Number).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(601, 1_007).Select(i => (long)i).Where(number => number != 605), numbers);
        Assert.Equal([1_606, 1_607], await host.Wallets.StreamOpenHoldsAsync(wallet.Id, afterNumber: 1_605, Token).Select(hold => hold.Id.Number).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_wallet_has_a_thousand_open_holds_at_most_unless_the_host_says_otherwise(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(10_000m);
        await PlaceHoldsAsync(host, wallet.Id, 1_000, TimeSpan.FromMinutes(1));

        var refusal = await Assert.ThrowsAsync<TooManyOpenHoldsException>(() => host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token));
        Assert.Equal((1_000, 1_000), (refusal.OpenHolds, refusal.MaxOpenHolds));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.Wallets.ExpireHoldsAsync(Token);
        await host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token);

        await using var other = new TestWallets(store, wallets => wallets.Services.Configure<WalletKitOptions>(options => options.MaxOpenHolds = 2));
        var few = await other.OpenWithAsync(100m);
        WalletCommand[] commands = [.. Enumerable.Range(0, 3).Select(_ => new PlaceHold(few.Id, 1m) { MaxOpenHolds = 5 })];
        Assert.IsType<TooManyOpenHoldsException>((await other.Wallets.ExecuteAsync(commands, cancellationToken: Token)).Refusal);
        var batch = await other.Wallets.ExecuteAsync(commands[..2], cancellationToken: Token);
        Assert.Equal((null, 2L), (batch.Refusal, batch.Results[1].Wallet!.Holds.OpenCount));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_wallet_its_balance_and_a_section_say_the_same_when_a_hold_has_expired(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        await host.Wallets.PlaceHoldAsync(wallet.Id, 60m, new() { ExpiresIn = TimeSpan.FromMinutes(1) }, Token);
        var before = await host.Wallets.GetWalletAsync(wallet.Id, Token);
        host.Time.Advance(TimeSpan.FromMinutes(1));

        var read = await host.Wallets.GetWalletAsync(wallet.Id, Token);
        var balance = await host.Wallets.GetBalanceAsync(wallet.Id, Token);
        Wallet[] sections = new Wallet[2];
        await host.Wallets.ExecuteLockedAsync([wallet.Id], (section, _) => Seen(section, 0), cancellationToken: Token);
        await host.Wallets.ExecuteOptimisticAsync([wallet.Id], (section, _) => Seen(section, 1), cancellationToken: Token);

        // The hold expired by the clock alone: nothing has changed the wallet.
        Assert.Equal((before.Version, 60m, 40m), (read.Version, before.Held, before.Available));
        Assert.Equal((0m, 100m, read.Version), (read.Held, read.Available, balance.Version));
        Assert.Equal((read.Held, read.Available), (balance.Held, balance.Available));
        Assert.Equal([read, read], sections);

        Task Seen(WalletSection section, int place)
        {
            sections[place] = section[wallet.Id];
            return Task.CompletedTask;
        }
    }

    private static async Task PlaceHoldsAsync(TestWallets host, WalletId walletId, int count, TimeSpan? expiresIn)
    {
        var result = await host.Wallets.ExecuteAsync([.. Enumerable.Repeat(new PlaceHold(walletId, 1m) { ExpiresIn = expiresIn }, count)], cancellationToken: Token);
        Assert.Null(result.Refusal);
    }
}
