namespace WalletKit;

/// <summary>The refusal of a command that expects another version than the wallet has. Code <c>concurrency_conflict</c>.</summary>
public sealed class ConcurrencyConflictException : WalletRefusedException
{
    /// <summary>Names the wallet and both versions.</summary>
    public ConcurrencyConflictException(WalletId walletId, long expectedVersion, long actualVersion)
        : base(RefusalKind.VersionConflict, "concurrency_conflict", $"wallet {walletId} is at version {actualVersion}, not the expected {expectedVersion}.")
    {
        WalletId = walletId;
        ExpectedVersion = expectedVersion;
        ActualVersion = actualVersion;
    }

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the version that the command expects.</summary>
    public long ExpectedVersion { get; }

    /// <summary>Gets the version that the wallet has.</summary>
    public long ActualVersion { get; }
}
