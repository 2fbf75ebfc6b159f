namespace WalletKit;

/// <summary>An entry of a wallet's journal, for joins in LINQ: a row of the view <c>walletkit_history</c>, which is only read.</summary>
/// <remarks>Amounts are in units of the currency.</remarks>
public sealed class WalletHistoryRow
{
    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; init; }

    /// <summary>Gets the owner; null where it was erased.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Gets the name of the wallet; null where it was erased.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the version: the place in the wallet's journal.</summary>
    public long Version { get; init; }

    /// <summary>Gets the number of the wallet's transactions so far.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets the type, such as <c>deposit</c>, <c>withdrawal</c> or <c>hold_placed</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Gets the signed amount; null where the entry is no transaction.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Gets the balance after the entry.</summary>
    public decimal Balance { get; init; }

    /// <summary>Gets the code of the currency.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Gets the number of decimals of the currency.</summary>
    public int Exponent { get; init; }

    /// <summary>Gets the time of the entry.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Gets the value date; null where it is the time of the entry.</summary>
    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>Gets the account that was named; null for the usual account of the type.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the actor.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the reference.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the metadata, in JSON.</summary>
    public string? Metadata { get; init; }

    /// <summary>Gets the reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets whether the texts of the entry were erased.</summary>
    public bool IsErased { get; init; }

    /// <summary>Gets the version of the deposit for which this rebate was paid.</summary>
    public long? RebateOf { get; init; }

    /// <summary>Gets the version of the transaction that this reversal takes back.</summary>
    public long? ReversalOf { get; init; }

    /// <summary>Gets the number of the hold that the entry is about.</summary>
    public long? Hold { get; init; }

    /// <summary>Gets the amount that the hold holds after the entry.</summary>
    public decimal? HoldRemaining { get; init; }

    /// <summary>Gets the wallet on the other side of a transfer.</summary>
    public WalletId? CounterpartWalletId { get; init; }

    /// <summary>Gets the version of the other side of a transfer.</summary>
    public long? CounterpartVersion { get; init; }

    /// <summary>Gets the amount on the other side of a transfer between currencies.</summary>
    public decimal? CounterpartAmount { get; init; }

    /// <summary>Gets the currency on the other side of a transfer between currencies.</summary>
    public string? CounterpartCurrency { get; init; }
}
