using WalletKit.Commands;

namespace WalletKit.Samples.Tests.Operations;

public sealed class HoldExamples
{
    [Fact]
    public async Task A_hold_lowers_what_is_available_and_not_the_balance()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);

        // [example: hold]
        var placed = await wallets.PlaceHoldAsync(wallet.Id, 80m, new() { Reference = "room-12", ExpiresIn = TimeSpan.FromDays(7) });
        var balance = await wallets.GetBalanceAsync(wallet.Id);           // Balance 100.00, Held 80.00, Available 20.00
        // [end]

        Assert.Equal((100m, 80m, 20m), (balance.Balance, balance.Held, balance.Available));
        Assert.Equal([placed.Hold], await wallets.StreamOpenHoldsAsync(wallet.Id).ToListAsync());
        await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.PlaceHoldAsync(wallet.Id, 20.01m));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.PlaceHoldAsync(wallet.Id, 1m, new() { ExpiresIn = TimeSpan.Zero }));
    }

    [Fact]
    public async Task A_capture_in_part_releases_the_rest()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);
        var hold = (await wallets.PlaceHoldAsync(wallet.Id, 80m)).Hold;
        await Assert.ThrowsAsync<HoldExceededException>(() => wallets.CaptureHoldAsync(hold.Id, 80.01m));

        // [example: hold-capture]
        var capture = await wallets.CaptureHoldAsync(hold.Id, 65m);       // balance 35.00, and the other 15.00 are free again
        // [end]

        Assert.Equal((-65m, 35m), (capture.Transaction.Amount, capture.Balance));
        Assert.Equal(35m, await scene.AvailableAsync(wallet));
        var ended = await Assert.ThrowsAsync<HoldEndedException>(() => wallets.CaptureHoldAsync(hold.Id, 1m));
        Assert.Equal(("hold_captured", HoldStatus.Captured), (ended.Code, ended.Status));
        await Assert.ThrowsAsync<HoldNotFoundException>(() => wallets.CaptureHoldAsync(new HoldId(wallet.Id, 2)));
    }

    [Fact]
    public async Task A_hold_that_is_kept_open_can_be_captured_again()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);
        var hold = (await wallets.PlaceHoldAsync(wallet.Id, 80m)).Hold;

        // [example: hold-keep-open]
        await wallets.CaptureHoldAsync(hold.Id, 50m, new() { KeepOpen = true, IdempotencyKey = "parcel-1" });
        await wallets.CaptureHoldAsync(hold.Id);                          // all of the remainder: 30.00
        // [end]

        hold = await wallets.GetHoldAsync(hold.Id);
        Assert.Equal((HoldStatus.Captured, 80m, 0m), (hold.Status, hold.Captured, hold.Remaining));
        Assert.Equal(20m, await scene.BalanceAsync(wallet));
    }

    [Fact]
    public async Task A_voided_hold_holds_nothing()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);
        var hold = (await wallets.PlaceHoldAsync(wallet.Id, 80m)).Hold;

        // [example: hold-void]
        await wallets.VoidHoldAsync(hold.Id);
        // [end]

        Assert.Equal(100m, await scene.AvailableAsync(wallet));
        var ended = await Assert.ThrowsAsync<HoldEndedException>(() => wallets.CaptureHoldAsync(hold.Id));
        Assert.Equal("hold_voided", ended.Code);
    }

    [Fact]
    public async Task A_hold_whose_time_ran_out_holds_nothing_from_that_moment_on()
    {
        await using var scene = new Scene();
        var (wallets, clock) = (scene.Wallets, scene.Clock);
        var wallet = await scene.OpenAsync(100m);

        // [example: hold-expiry]
        var hold = (await wallets.PlaceHoldAsync(wallet.Id, 80m, new() { ExpiresIn = TimeSpan.FromMinutes(15) })).Hold;
        clock.Advance(TimeSpan.FromMinutes(15));                          // the TimeProvider of a test

        var balance = await wallets.GetBalanceAsync(wallet.Id);           // Held 0.00, Available 100.00
        var recorded = await wallets.ExpireHoldsAsync();                  // the hosted service does this by itself
        // [end]

        Assert.Equal((0m, 100m, 1L), (balance.Held, balance.Available, recorded));
        Assert.Equal(HoldStatus.Expired, (await wallets.GetHoldAsync(hold.Id)).Status);
        var ended = await Assert.ThrowsAsync<HoldEndedException>(() => wallets.CaptureHoldAsync(hold.Id));
        Assert.Equal("hold_expired", ended.Code);
    }
}
