using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WalletKit.AspNetCore.Health;

namespace WalletKit.AspNetCore;

/// <summary>Adds the health check of WalletKit to a host.</summary>
public static class WalletHealthExtensions
{
    /// <summary>Adds the health check of WalletKit.</summary>
    /// <remarks>
    /// The host is unhealthy where the store cannot be read, or its clock jumped. It is degraded where wallets are ahead of the clock, rebates are late or
    /// dead, a participant of a commit takes long, settings that a reload brought are refused, or the write-ahead log is large.
    /// </remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="configure">Sets the limits past which the host is degraded; null for the defaults.</param>
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
