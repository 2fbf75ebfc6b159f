namespace WalletKit;

/// <summary>Something in the books that is not as it must be.</summary>
/// <param name="Kind">What is wrong; for programs.</param>
/// <param name="WalletId">Whose books it is in; null where that is not known.</param>
/// <param name="Message">What was found and what was expected; for people. Amounts are in minor units.</param>
public sealed record AuditFinding(AuditFindingKind Kind, WalletId? WalletId, string Message)
{
    /// <summary>The sequence of the transaction; null where it is about none.</summary>
    public long? Sequence { get; init; }

    /// <summary>The number of the hold; null where it is about none.</summary>
    public long? HoldNumber { get; init; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() =>
        $"{Kind}: {(WalletId is { } walletId ? $"wallet {walletId}, " : "")}{(Sequence is { } sequence ? $"transaction {sequence}, " : "")}"
        + $"{(HoldNumber is { } number ? $"hold {number}, " : "")}{Message}";
}
