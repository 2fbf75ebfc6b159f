using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WalletKit.AspNetCore.Health;

namespace WalletKit.AspNetCore;

/// <summary>Adds the health of WalletKit to a host's.</summary>
public static class WalletHealthExtensions
{
    /// <summary>
    /// Adds a check: unhealthy where the store cannot be read, or its clock jumped; degraded where wallets are ahead of the clock, rebates are late or dead, settings
    /// that a reload brought are refused, or the write-ahead log is large.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="configure">Sets from when on it is degraded; null for the defaults.</param>
    public static IHealthChecksBuilder AddWalletKit(this IHealthChecksBuilder builder, Action<WalletHealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new WalletHealthOptions();
        configure?.Invoke(options);
        return builder.Add(new HealthCheckRegistration(
            "walletkit",
            services => ActivatorUtilities.CreateInstance<WalletHealthCheck>(services, options),
            HealthStatus.Unhealthy,
            ["ready"]));
    }
}
