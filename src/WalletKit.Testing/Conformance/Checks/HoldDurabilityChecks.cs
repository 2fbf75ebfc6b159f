using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

[NeedsDurability]
internal sealed class HoldDurabilityChecks : StoreChecks
{
    [Check]
    public async Task Holds_and_events_are_after_a_restart_what_they_were_before()
    {
        var walletId = await OpenWithAsync(100m);
        var metadata = TransactionMetadata.From([KeyValuePair.Create("a", "ü😀")]);
        await DoAsync(new PlaceHold(walletId, 40m) { Reference = "order-7", Metadata = metadata, ExpiresIn = TimeSpan.FromMinutes(1) });
        await PlaceAsync(walletId, 20m);
        await DoAsync(new CaptureHold(new HoldId(walletId, 2), 5m) { KeepOpen = true });
        await DoAsync(new SetCreditLimit(walletId, 12.34m) { Reason = "r" });
        await DoAsync(new FreezeWallet(walletId));
        var before = await SnapshotAsync();

        await RestartAsync();

        Assert.Equal(before, await SnapshotAsync());
        await AssertBalanceAsync(walletId, 95m, 55m, 52.34m);
        await AuditHoldsAsync(walletId);
        await DoAsync(new UnfreezeWallet(walletId));
        await DoAsync(new CaptureHold(new HoldId(walletId, 1)));
        Assert.Equal(3, (await PlaceAsync(walletId, 1m)).Id.Number);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_hold_whose_time_runs_out_while_nobody_has_the_store_open_has_expired()
    {
        var walletId = await OpenWithAsync(100m);
        var hold = await PlaceAsync(walletId, 100m, TimeSpan.FromMinutes(1));
        await Store.DisposeAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        await RestartAsync();

        Assert.Equal([walletId], await Store.ListExpiringWalletsAsync(10, Token));
        await DoAsync(new Withdraw(walletId, 100m));

        await RestartAsync();
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.Equal(HoldStatus.Expired, (await FindHoldAsync(hold.Id)).Status);
        await RefusedAsync<HoldEndedException>(new CaptureHold(hold.Id));
        await AuditHoldsAsync(walletId);
    }
}
