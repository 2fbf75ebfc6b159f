namespace WalletKit;

/// <summary>An entry of a wallet's history that changed its state, not its money. An entry is never changed or deleted.</summary>
public sealed record WalletEvent
{
    /// <summary>Gets the wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>Gets the wallet's version right after the event.</summary>
    /// <remarks>The versions of events and transactions together give their order.</remarks>
    public required long Version { get; init; }

    /// <summary>Gets the kind of the event.</summary>
    public required WalletEventType Type { get; init; }

    /// <summary>Gets the wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Gets the credit limit that was set, in minor units; null for the other types.</summary>
    public long? CreditLimitMinorUnits { get; init; }

    /// <summary>Gets the credit limit that was set, in units; null for the other types.</summary>
    public decimal? CreditLimit => CreditLimitMinorUnits is { } limit ? MinorUnits.ToDecimal(limit, Currency.Exponent) : null;

    /// <summary>Gets the reason in the host's own words; 1 to 500 characters, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the person or program that asked for the change; null where none was named.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets whether the texts of the event were erased. Then it has none, whatever it had.</summary>
    public bool IsErased { get; init; }

    /// <summary>Gets the time at which the change counts; null where it is the time of the event.</summary>
    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>Gets the time of the event, to the microsecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
