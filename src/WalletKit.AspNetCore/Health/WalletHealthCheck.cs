using Microsoft.Extensions.Diagnostics.HealthChecks;
using WalletKit.Rebates;
using WalletKit.Storage;
using WalletKit.Storage.Sqlite;

namespace WalletKit.AspNetCore.Health;

/// <summary>Whether the store can be read, and whether rebates are paid in time.</summary>
internal sealed class WalletHealthCheck(IWalletStore store, IRebateService rebates, TimeProvider timeProvider, WalletHealthOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        try
        {
            var oldest = await store.Rebates.FindOldestPendingAsync(cancellationToken).ConfigureAwait(false);
            var age = oldest is { } time ? timeProvider.GetUtcNow() - time : TimeSpan.Zero;
            var dead = await rebates.CountAsync(RebateStatus.Dead, cancellationToken).ConfigureAwait(false);
            data["oldestPendingRebateSeconds"] = (long)age.TotalSeconds;
            data["deadRebates"] = dead;
            var missing = await rebates.ListMissingPoliciesAsync(cancellationToken).ConfigureAwait(false);
            data["missingRebatePolicies"] = missing;
            var log = LogBytes();
            data["logBytes"] = log;
            List<string> problems = [];
            Add(problems, age > options.MaxPendingRebateAge, $"a rebate has been pending for {age:c}{(missing.Count > 0 ? ", and this host does not have every policy of those that are" : "")}");
            Add(problems, dead > options.MaxDeadRebates, $"{dead} rebates are dead");
            Add(problems, rebates.RefusedSettings is not null, $"the newest rebate settings are refused ({rebates.RefusedSettings})");
            Add(problems, log > options.MaxLogBytes, $"the write-ahead log has {log} bytes");
            return problems.Count == 0
                ? HealthCheckResult.Healthy("The store can be read.", data)
                : HealthCheckResult.Degraded($"The store can be read, but {string.Join(", and ", problems)}.", data: data);
        }
        catch (WalletStoreException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The store cannot be read.", exception, data);
        }
    }

    private static void Add(List<string> problems, bool isOne, string problem)
    {
        if (isOne)
        {
            problems.Add(problem);
        }
    }

    private long LogBytes() => store is SqliteWalletStore sqlite && new FileInfo(sqlite.Path + "-wal") is { Exists: true } log ? log.Length : 0;
}
