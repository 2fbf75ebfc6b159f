namespace WalletKit;

/// <summary>What a transaction has to do with others. A deposit or a withdrawal has to do with none.</summary>
public sealed record TransactionLinks
{
    /// <summary>No links.</summary>
    public static TransactionLinks None { get; } = new();

    /// <summary>A rebate: the sequence of the deposit that earned it.</summary>
    public long? RebateOf { get; init; }

    /// <summary>A reversal: the sequence of the transaction that it takes back.</summary>
    public long? ReversalOf { get; init; }

    /// <summary>A capture: the number of the hold.</summary>
    public long? Hold { get; init; }

    /// <summary>A capture: how much the hold still holds after it, in minor units.</summary>
    public long? HoldRemainingMinorUnits { get; init; }

    /// <summary>A leg of a transfer, or of its reversal: the other leg.</summary>
    public TransactionId? Counterpart { get; init; }

    /// <summary>A leg of a transfer between currencies: how one became the other.</summary>
    public Exchange? Exchange { get; init; }
}
