using WalletKit.Model;

namespace WalletKit;

/// <summary>One entry of a wallet's history. It is never changed or deleted; corrections are new transactions.</summary>
public sealed record WalletTransaction
{
    private readonly Timestamp _createdAt;
    private Sha256Hash _hash;

    /// <summary>The wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>The place in the wallet's history: 1, 2, 3 … without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>Wallet and sequence together.</summary>
    public TransactionId Id => new(WalletId, Sequence);

    /// <summary>Why the balance changed.</summary>
    public required TransactionType Type { get; init; }

    /// <summary>The wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>What was added to the balance, in minor units: positive for a credit, negative for a debit, never zero.</summary>
    public required long AmountMinorUnits { get; init; }

    /// <summary>What was added to the balance, in units: positive for a credit, negative for a debit.</summary>
    public decimal Amount => MinorUnits.ToDecimal(AmountMinorUnits, Currency.Exponent);

    /// <summary>The balance right after, in minor units.</summary>
    public required long BalanceAfterMinorUnits { get; init; }

    /// <summary>The balance right after, in units.</summary>
    public decimal BalanceAfter => MinorUnits.ToDecimal(BalanceAfterMinorUnits, Currency.Exponent);

    /// <summary>The wallet's version right after.</summary>
    public required long Version { get; init; }

    /// <summary>When it happened, to the microsecond; never before the wallet's earlier transactions.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => _createdAt;
        init => _createdAt = value;
    }

    /// <summary>The host's own reference, such as an order number; 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>The host's own pairs of text; empty unless given.</summary>
    public TransactionMetadata Metadata { get; init; } = TransactionMetadata.Empty;

    /// <summary>What it has to do with other transactions.</summary>
    public TransactionLinks Links { get; init; } = TransactionLinks.None;

    /// <summary>The hash of the transaction and of the hash before it, and so of all of the wallet's history up to here.</summary>
    public Sha256Hash Hash
    {
        get => _hash;
        init => _hash = value;
    }

    /// <summary>Sets the hash in place, which saves a copy. Only the maker of the entry calls this, before it hands the entry on.</summary>
    internal void SetHash(Sha256Hash hash) => _hash = hash;
}
