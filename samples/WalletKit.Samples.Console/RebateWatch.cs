using Spectre.Console;

namespace WalletKit.Samples;

/// <summary>Waits for the background service to do its work, by asking at intervals.</summary>
internal sealed class RebateWatch(IRebateService rebates, IAnsiConsole console)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a deposit's rebate is settled one way or another.</summary>
    public async Task<Rebate> WaitForAsync(TransactionId deposit, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            // Rebates are on in this sample, so every deposit earned one.
            var rebate = await rebates.FindAsync(deposit, cancellationToken);
            if (rebate!.Status != RebateStatus.Pending)
            {
                return rebate;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Shows how the pending rebates go down to none; gives up when a rebate is dead, because waiting does not help then.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var pending = await rebates.CountAsync(RebateStatus.Pending, cancellationToken);
        var deadBefore = await rebates.CountAsync(RebateStatus.Dead, cancellationToken);
        var dead = deadBefore;
        await console.Progress().Columns(ProgressColumns.All).StartAsync(async context =>
        {
            var bar = context.AddTask("Rebates", maxValue: Math.Max(pending, 1));
            using var timer = new PeriodicTimer(Interval);
            while (pending > 0 && dead <= deadBefore)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                dead = await rebates.CountAsync(RebateStatus.Dead, cancellationToken);
                pending = await rebates.CountAsync(RebateStatus.Pending, cancellationToken);
                bar.Value = bar.MaxValue - pending;
            }

            bar.Value = bar.MaxValue - pending;
        });

        console.WriteLine(dead == 0
            ? "No rebate is pending any more."
            : $"Rebates dead: {dead:N0}, pending: {pending:N0}. Waiting does not help the dead; IRebateService.RequeueAsync makes one pending again.");
    }
}
