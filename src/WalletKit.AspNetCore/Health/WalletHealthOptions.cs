namespace WalletKit.AspNetCore;

/// <summary>From when on the health of WalletKit is degraded.</summary>
public sealed class WalletHealthOptions
{
    /// <summary>How long a rebate may be pending. Default: five minutes.</summary>
    public TimeSpan MaxPendingRebateAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how far this host's clock may be from the database server's, in either direction. Default: 10 seconds.</summary>
    public TimeSpan MaxClockDifference { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many rebates may be dead. Default: none.</summary>
    public long MaxDeadRebates { get; set; }

    /// <summary>How large the write-ahead log of SQLite may be, in bytes. Default: 256 MiB.</summary>
    public long MaxLogBytes { get; set; } = 256L * 1024 * 1024;
}
