namespace WalletKit;

/// <summary>A wallet has another version than the command expects. Code <c>concurrency_conflict</c>.</summary>
public sealed class ConcurrencyConflictException : WalletRefusedException
{
    /// <summary>Says both versions.</summary>
    public ConcurrencyConflictException(WalletId walletId, long expectedVersion, long actualVersion)
        : base(RefusalKind.VersionConflict, "concurrency_conflict", $"wallet {walletId} is at version {actualVersion}, not the expected {expectedVersion}.")
    {
        WalletId = walletId;
        ExpectedVersion = expectedVersion;
        ActualVersion = actualVersion;
    }

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>The version that the command expects.</summary>
    public long ExpectedVersion { get; }

    /// <summary>The version that the wallet has.</summary>
    public long ActualVersion { get; }
}
