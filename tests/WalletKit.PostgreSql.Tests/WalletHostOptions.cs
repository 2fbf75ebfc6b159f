using Microsoft.Extensions.Logging;

namespace WalletKit.PostgreSql.Tests;

/// <summary>The options of a host of the tests, beside the store's own settings.</summary>
internal sealed class WalletHostOptions
{
    public required string Schema { get; init; }

    public ILoggerProvider? Log { get; init; }

    public TimeProvider? TimeProvider { get; init; }

    public Action<ClockOptions> Clock { get; set; } = static _ => { };

    public Action<WalletKitOptions> WalletKit { get; set; } = static _ => { };

    public Action<RebateOptions> Rebates { get; set; } = static _ => { };

    public Action<HoldSweepOptions> HoldSweeps { get; set; } = static _ => { };
}
