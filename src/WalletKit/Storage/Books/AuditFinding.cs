namespace WalletKit;

/// <summary>A fault that an audit found in the books.</summary>
public sealed record AuditFinding
{
    /// <summary>Gets the kind of the fault, for programs.</summary>
    public required AuditFindingKind Kind { get; init; }

    /// <summary>Gets the wallet whose books have the fault; null where the wallet is not known.</summary>
    public WalletId? WalletId { get; init; }

    /// <summary>Gets the found and the expected state, for people. Amounts are in minor units.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the version of the faulty transaction; null where the fault is in no transaction.</summary>
    public long? Version { get; init; }

    /// <summary>Gets the number of the faulty hold; null where the fault is in no hold.</summary>
    public long? HoldNumber { get; init; }

    /// <summary>Returns the whole finding in one line.</summary>
    public override string ToString() =>
        $"{Kind}: {(WalletId is { } walletId ? $"wallet {walletId}, " : "")}{(Version is { } version ? $"transaction {version}, " : "")}"
        + $"{(HoldNumber is { } number ? $"hold {number}, " : "")}{Message}";
}
