using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Problems;
using WalletKit.Stores;

namespace WalletKit.AspNetCore.Health;

/// <summary>Checks whether the store can be read, whether its clock can be trusted, and whether rebates are paid in time.</summary>
internal sealed class WalletHealthCheck(
    IWalletStore store, IRebateService rebates, TimeProvider timeProvider, IOptionsMonitor<RebateOptions> rebateOptions, WalletHealthOptions options) : IHealthCheck
{
    // Above this number, an exact count tells an operator nothing more.
    private const int MaxCounted = 1_000;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var findings = new HealthFindings();
        try
        {
            AddParticipants(findings);
            ClockFindings.Add(findings, await store.CheckClockAsync(cancellationToken).ConfigureAwait(false), options);
            if (store.Features.HasFlag(StoreFeatures.Rebates))
            {
                await AddRebatesAsync(findings, cancellationToken).ConfigureAwait(false);
            }

            var log = LogBytes();
            findings.Data["logBytes"] = log;
            findings.AddProblem(log > options.MaxLogBytes, $"the write-ahead log has {log} bytes");
            return findings.ToResult(context.Registration.FailureStatus);
        }
        catch (WalletStoreException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The store cannot be read.", exception, findings.Data);
        }
    }

    private void AddParticipants(HealthFindings findings)
    {
        if (store.RunningParticipants is [var longest, ..] running)
        {
            findings.Data["runningParticipants"] = running.Select(static participant => participant.Name).ToArray();
            findings.AddProblem(longest.Elapsed > options.MaxParticipantTime, $"the participant {longest.Name} has kept a commit waiting for {longest.Elapsed:c}");
        }
    }

    private async Task AddRebatesAsync(HealthFindings findings, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var oldest = await store.Rebates.FindOldestPendingAsync(cancellationToken).ConfigureAwait(false);

        // A deposit into a wallet that is ahead of the clock is recorded ahead of the clock as well.
        var age = oldest < now ? now - oldest.Value : TimeSpan.Zero;
        findings.Data["oldestPendingRebateSeconds"] = (long)age.TotalSeconds;
        var missing = await rebates.ListMissingPoliciesAsync(cancellationToken).ConfigureAwait(false);
        findings.Data["missingRebatePolicies"] = missing;
        findings.AddProblem(
            age > options.MaxPendingRebateAge,
            $"a rebate has been pending for {age:c}{(missing.Count > 0 ? ", and this host does not have every policy of those that are" : "")}");
        findings.AddProblem(rebates.RefusedSettings is not null, $"the newest rebate settings are refused ({rebates.RefusedSettings})");

        var dead = await rebates.CountAsync(RebateStatus.Dead, cancellationToken).ConfigureAwait(false);
        findings.Data["deadRebates"] = dead;
        findings.AddProblem(dead > options.MaxDeadRebates, $"{dead} rebates are dead");

        // A retried or claimed rebate is due later, but no later than these settings allow.
        var settings = rebateOptions.CurrentValue;
        var latest = (settings.MaxRetryDelay > settings.ClaimDuration ? settings.MaxRetryDelay : settings.ClaimDuration) + options.MaxPendingRebateAge;
        var late = await store.Rebates.CountDueAfterAsync(now + latest, MaxCounted, cancellationToken).ConfigureAwait(false);
        findings.Data["rebatesDueTooLate"] = late;
        findings.AddProblem(late > 0, $"rebates are due later than in {latest:c} ({HealthFindings.Count(late, MaxCounted)}), as if the clock had been ahead when they were earned");
    }

    private long LogBytes() => store is SqliteWalletStore sqlite && new FileInfo(sqlite.Path + "-wal") is { Exists: true } log ? log.Length : 0;
}
