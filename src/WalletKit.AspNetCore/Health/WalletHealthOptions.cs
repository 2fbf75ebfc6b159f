namespace WalletKit.AspNetCore;

/// <summary>The limits past which the health of WalletKit is degraded.</summary>
public sealed class WalletHealthOptions
{
    /// <summary>Gets or sets the time for which a rebate may be pending. Default: five minutes.</summary>
    public TimeSpan MaxPendingRebateAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the largest difference between this host's clock and the database server's. Default: 10 seconds.</summary>
    /// <remarks>The difference counts in either direction.</remarks>
    public TimeSpan MaxClockDifference { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time that a participant of a commit may take. Default: 1 second.</summary>
    /// <remarks>Other commands wait for it. The health of the host names the participant.</remarks>
    public TimeSpan MaxParticipantTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the number of rebates that may be dead. Default: none.</summary>
    public long MaxDeadRebates { get; set; }

    /// <summary>Gets or sets the size that the write-ahead log of SQLite may have, in bytes. Default: 256 MiB.</summary>
    public long MaxLogBytes { get; set; } = 256L * 1024 * 1024;
}
