namespace WalletKit;

/// <summary>Something in the books that is not as it must be.</summary>
public sealed record AuditFinding
{
    /// <summary>Gets what is wrong; for programs.</summary>
    public required AuditFindingKind Kind { get; init; }

    /// <summary>Gets whose books it is in; null where that is not known.</summary>
    public WalletId? WalletId { get; init; }

    /// <summary>Gets what was found and what was expected; for people. Amounts are in minor units.</summary>
    public required string Message { get; init; }

    /// <summary>The sequence of the transaction; null where it is about none.</summary>
    public long? Sequence { get; init; }

    /// <summary>The number of the hold; null where it is about none.</summary>
    public long? HoldNumber { get; init; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() =>
        $"{Kind}: {(WalletId is { } walletId ? $"wallet {walletId}, " : "")}{(Sequence is { } sequence ? $"transaction {sequence}, " : "")}"
        + $"{(HoldNumber is { } number ? $"hold {number}, " : "")}{Message}";
}
