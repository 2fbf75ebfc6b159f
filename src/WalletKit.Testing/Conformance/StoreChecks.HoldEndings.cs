using WalletKit.Rules;

namespace WalletKit.Testing.Conformance;

internal abstract partial class StoreChecks
{
    /// <summary>The ways in which a hold can end, by name.</summary>
    private static readonly Dictionary<string, (HoldStatus Status, Func<StoreChecks, HoldId, Task> Run)> s_endings = new()
    {
        ["captured"] = (HoldStatus.Captured, (checks, hold) => checks.DoAsync(new CaptureHold(hold))),
        ["captured in part"] = (HoldStatus.Captured, (checks, hold) => checks.DoAsync(new CaptureHold(hold, 1m))),
        ["voided"] = (HoldStatus.Voided, (checks, hold) => checks.DoAsync(new VoidHold(hold))),
        ["voided after a capture"] = (HoldStatus.Voided, async (checks, hold) =>
        {
            await checks.DoAsync(new CaptureHold(hold, 1m) { KeepOpen = true });
            await checks.DoAsync(new VoidHold(hold));
        }
        ),
        ["expired"] = (HoldStatus.Expired, (checks, _) =>
        {
            checks.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        }
        ),
        ["expired as recorded"] = (HoldStatus.Expired, (checks, hold) =>
        {
            checks.Time.Advance(TimeSpan.FromMinutes(1));
            return checks.DoAsync(new ExpireHolds(hold.WalletId));
        }
        ),
    };

    protected static IEnumerable<string> Endings => s_endings.Keys;

    /// <summary>Ends a hold in the way with the given name.</summary>
    /// <returns>The status of the hold after that.</returns>
    protected async Task<HoldStatus> EndAsync(HoldId hold, string ending)
    {
        var (status, run) = s_endings[ending];
        await run(this, hold);
        return status;
    }
}
