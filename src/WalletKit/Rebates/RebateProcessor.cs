using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WalletKit.Diagnostics;
using WalletKit.Execution;
using WalletKit.Model;
using WalletKit.Pipeline;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Rebates;

/// <summary>
/// Settles due rebates: claims some, has the policy calculate each, and commits each in a transaction of its own. Crashes, repetitions and other processors
/// do no harm at any point, because a rebate is settled by its state in the store.
/// </summary>
internal sealed partial class RebateProcessor(
    IWalletStore store,
    ICommandPipeline pipeline,
    WalletMetrics metrics,
    TimeProvider timeProvider,
    IOptionsMonitor<RebateOptions> rebateOptions,
    RandomSource random,
    RebatePolicies? policies = null,
    ILogger<RebateProcessor>? logger = null)
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    /// <summary>Settles all rebates that are due under the policies of this host, in batches. Rebates under other policies are left to the hosts that have them.</summary>
    /// <param name="stopping">Ends the pass after the batch that is under way.</param>
    /// <param name="abandoning">Gives up the batch that is under way as well; its unsettled rebates are released.</param>
    public async Task<RebatePass> RunAsync(CancellationToken stopping, CancellationToken abandoning)
    {
        var counts = new long[Enum.GetValues<RebateOutcome>().Length];
        var elsewhere = new CycleCheck<TransactionId>();
        while (!stopping.IsCancellationRequested && await RunBatchAsync(counts, elsewhere, abandoning).ConfigureAwait(false))
        {
        }

        abandoning.ThrowIfCancellationRequested();
        var pass = new RebatePass { Paid = counts[(int)RebateOutcome.Paid], NothingDue = counts[(int)RebateOutcome.NothingDue], Cancelled = counts[(int)RebateOutcome.Cancelled], Failed = counts[(int)RebateOutcome.Failed], Dead = counts[(int)RebateOutcome.Dead] };
        if (counts.Sum() > 0)
        {
            LogPass(_logger, pass.Paid, pass.NothingDue, pass.Cancelled, pass.Failed, pass.Dead);
        }

        return pass;
    }

    /// <returns>Whether there was anything to settle, and the pass goes on.</returns>
    private async Task<bool> RunBatchAsync(long[] counts, CycleCheck<TransactionId> elsewhere, CancellationToken abandoning)
    {
        if (policies is null)
        {
            return false;
        }

        var settings = rebateOptions.CurrentValue;
        var stamp = NewStamp();
        var names = await policies.NamesAsync().ConfigureAwait(false);
        var claimed = await store.Rebates.ClaimAsync(stamp, names, timeProvider.GetUtcNow() + settings.ClaimDuration, settings.BatchSize, abandoning).ConfigureAwait(false);
        if (claimed.Count == 0)
        {
            return false;
        }

        using var calculations = new SemaphoreSlim(settings.MaxConcurrency);
        var attempts = claimed.Select(rebate => SettleAsync(rebate, stamp, calculations, settings, abandoning)).ToArray();
        try
        {
            await Task.WhenAll(attempts).ConfigureAwait(false);
        }
        catch
        {
            // The unsettled rebates need not wait for the claim to expire, whatever stopped the batch.
            await ReleaseAsync(stamp).ConfigureAwait(false);
            throw;
        }

        var goesOn = true;
        foreach (var (rebate, attempt) in claimed.Zip(attempts))
        {
            var outcome = await attempt.ConfigureAwait(false);
            counts[(int)outcome]++;
            metrics.Settled(outcome);

            // In a damaged store a rebate that is settled already may be due again and again. The next pass looks at it again; this pass must end.
            goesOn &= outcome != RebateOutcome.SettledElsewhere || elsewhere.GoesOn(rebate.Deposit.Id);
        }

        return goesOn;
    }

    private async Task<RebateOutcome> SettleAsync(ClaimedRebate claimed, Guid stamp, SemaphoreSlim calculations, RebateOptions settings, CancellationToken abandoning)
    {
        var deposit = claimed.Deposit.Id;
        decimal amount;
        try
        {
            amount = await CalculateAsync(claimed, calculations, settings, abandoning).ConfigureAwait(false);
        }
        catch (Exception exception) when (!abandoning.IsCancellationRequested)
        {
            LogCalculationFailed(_logger, deposit, exception);
            return await FailAsync(claimed.Rebate, stamp, exception.Message ?? exception.GetType().Name, settings, abandoning).ConfigureAwait(false);
        }

        BatchResult paid;
        try
        {
            paid = await pipeline.CommitAsync(new CommandBatch(new PayRebate(deposit, amount)), Route.Rebate, abandoning).ConfigureAwait(false);
        }
        catch (WalletStoreException exception) when (exception is { OutcomeUnknown: false, Failure: StoreFailure.Constraint or StoreFailure.Corrupt })
        {
            // The store takes work, but not this rebate. The rebate must come to an end, and be seen, like any other failure.
            LogPaymentFailed(_logger, deposit, exception);
            return await FailAsync(claimed.Rebate, stamp, exception.Message, settings, abandoning).ConfigureAwait(false);
        }

        return paid.Refusal switch
        {
            null => paid.First.Rebate!.Status switch
            {
                RebateStatus.Paid => RebateOutcome.Paid,
                RebateStatus.NothingDue => RebateOutcome.NothingDue,
                _ => RebateOutcome.Cancelled,
            },
            RebateStateException => RebateOutcome.SettledElsewhere,
            var refusal => await FailAsync(claimed.Rebate, stamp, refusal.Message, settings, abandoning).ConfigureAwait(false),
        };
    }

    private async Task<decimal> CalculateAsync(ClaimedRebate claimed, SemaphoreSlim calculations, RebateOptions settings, CancellationToken abandoning)
    {
        await calculations.WaitAsync(abandoning).ConfigureAwait(false);
        try
        {
            return await AskAsync(claimed, settings.AttemptTimeout, abandoning).ConfigureAwait(false);
        }
        finally
        {
            calculations.Release();
        }
    }

    private async ValueTask<decimal> AskAsync(ClaimedRebate claimed, TimeSpan attemptTimeout, CancellationToken abandoning)
    {
        var terms = claimed.Rebate.Terms;
        var context = new RebateContext { Deposit = claimed.Deposit, OwnerId = claimed.OwnerId, WalletName = claimed.WalletName, Terms = terms.Text };
        using var timeout = new CancellationTokenSource(attemptTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abandoning);
        try
        {
            var calculation = policies!.CalculateAsync(terms.Policy, context, either.Token);

            // A policy that ignores its token must not hold up the others.
            return calculation.IsCompletedSuccessfully
                ? calculation.GetAwaiter().GetResult()
                : await calculation.AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !abandoning.IsCancellationRequested)
        {
            // A reader of the reason must learn which setting ended the attempt.
            throw new TimeoutException($"The calculation took longer than the {nameof(RebateOptions.AttemptTimeout)} of {attemptTimeout}.", exception);
        }
    }

    private async Task<RebateOutcome> FailAsync(Rebate rebate, Guid stamp, string error, RebateOptions settings, CancellationToken abandoning)
    {
        var failures = rebate.Attempts + 1;
        var isLast = failures >= settings.MaxAttempts;
        TimeSpan? retryIn = isLast ? null : RebateBackoff.After(failures, settings, random.Random);
        var failed = await pipeline.CommitAsync(new CommandBatch(new FailRebate(rebate.Deposit, stamp, error, retryIn)), Route.Rebate, abandoning).ConfigureAwait(false);
        if (failed.Refusal is not null)
        {
            return RebateOutcome.SettledElsewhere;
        }

        if (failed.First.Rebate!.Status == RebateStatus.Cancelled)
        {
            return RebateOutcome.Cancelled;
        }

        if (isLast)
        {
            LogDead(_logger, rebate.Deposit, failures);
            return RebateOutcome.Dead;
        }

        return RebateOutcome.Failed;
    }

    private async Task ReleaseAsync(Guid stamp)
    {
        try
        {
            await store.Rebates.ReleaseAsync(stamp, CancellationToken.None).ConfigureAwait(false);
        }
        catch (WalletStoreException exception)
        {
            LogReleaseFailed(_logger, exception);
        }
    }

    private Guid NewStamp()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.Random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
