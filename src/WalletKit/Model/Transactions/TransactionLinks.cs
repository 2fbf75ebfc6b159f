namespace WalletKit;

/// <summary>The links of a transaction to other transactions and holds. A deposit and a withdrawal have none.</summary>
public sealed record TransactionLinks
{
    /// <summary>Gets the links of a transaction that has none.</summary>
    public static TransactionLinks None { get; } = new();

    /// <summary>Gets, for a rebate, the version of the deposit that earned it.</summary>
    public long? RebateOf { get; init; }

    /// <summary>Gets, for a reversal, the version of the transaction that it takes back.</summary>
    public long? ReversalOf { get; init; }

    /// <summary>Gets, for a capture, the number of the hold.</summary>
    public long? Hold { get; init; }

    /// <summary>Gets, for a capture, the amount that the hold still holds after it, in minor units.</summary>
    public long? HoldRemainingMinorUnits { get; init; }

    /// <summary>Gets, for a leg of a transfer or of its reversal, the other leg.</summary>
    public TransactionId? Counterpart { get; init; }

    /// <summary>Gets, for a leg of a transfer between currencies, the conversion of the amount.</summary>
    public Exchange? Exchange { get; init; }
}
