using WalletKit.Model;

namespace WalletKit;

/// <summary>One entry of a wallet's history. An entry is never changed or deleted; corrections are new transactions.</summary>
public sealed record WalletTransaction
{
    private readonly Timestamp _createdAt;
    private readonly Timestamp? _effectiveAt;
    private Sha256Hash _hash;

    /// <summary>Gets the wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>Gets the place among the wallet's transactions: 1, 2, 3 … without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets wallet and version together.</summary>
    public TransactionId Id => new(WalletId, Version);

    /// <summary>Gets the reason of the change of the balance.</summary>
    public required TransactionType Type { get; init; }

    /// <summary>Gets the wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Gets the change of the balance, in minor units: positive for a credit, negative for a debit, never zero.</summary>
    public required long AmountMinorUnits { get; init; }

    /// <summary>Gets the change of the balance, in units: positive for a credit, negative for a debit.</summary>
    public decimal Amount => MinorUnits.ToDecimal(AmountMinorUnits, Currency.Exponent);

    /// <summary>Gets the balance right after the transaction, in minor units.</summary>
    public required long BalanceAfterMinorUnits { get; init; }

    /// <summary>Gets the balance right after the transaction, in units.</summary>
    public decimal BalanceAfter => MinorUnits.ToDecimal(BalanceAfterMinorUnits, Currency.Exponent);

    /// <summary>Gets the wallet's version right after the transaction.</summary>
    public required long Version { get; init; }

    /// <summary>Gets the time of the transaction, to the microsecond; never before the wallet's earlier transactions.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => _createdAt;
        init => _createdAt = value;
    }

    /// <summary>Gets the value date: the time at which the transaction counts, to the microsecond; null where it is <see cref="CreatedAt"/>.</summary>
    public DateTimeOffset? EffectiveAt
    {
        get => _effectiveAt is { } time ? time : null;
        init => _effectiveAt = value is { } time ? time : null;
    }

    /// <summary>Gets the account on the other side, such as <see cref="CounterAccount.External"/>; null for a transfer within a currency.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the person or program that asked for the transaction; null where none was named.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the host's own reference, such as an order number; 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the host's own pairs of text; empty unless given.</summary>
    public TransactionMetadata Metadata { get; init; } = TransactionMetadata.Empty;

    /// <summary>Gets whether the texts of the transaction were erased. Then it has none, whatever it had.</summary>
    public bool IsErased { get; init; }

    /// <summary>Gets the links to other transactions and holds.</summary>
    public TransactionLinks Links { get; init; } = TransactionLinks.None;

    /// <summary>Gets the hash of the transaction's entry in the wallet's journal.</summary>
    /// <remarks>The hash covers the whole journal up to this transaction.</remarks>
    public Sha256Hash Hash
    {
        get => _hash;
        init => _hash = value;
    }

    /// <summary>Sets the hash in place, which saves a copy. Only the code that makes the entry calls this, before it hands the entry on.</summary>
    internal void SetHash(Sha256Hash hash) => _hash = hash;
}
