namespace WalletKit;

/// <summary>A change of a wallet's state, as it stands in its history. It is never changed or deleted.</summary>
public sealed record WalletEvent
{
    /// <summary>The wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>The wallet's version right after; with the versions of its transactions it says what came before what.</summary>
    public required long Version { get; init; }

    /// <summary>What happened.</summary>
    public required WalletEventType Type { get; init; }

    /// <summary>The wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The credit limit that was set, in minor units; null for the other types.</summary>
    public long? CreditLimitMinorUnits { get; init; }

    /// <summary>The credit limit that was set, in units; null for the other types.</summary>
    public decimal? CreditLimit => CreditLimitMinorUnits is { } limit ? MinorUnits.ToDecimal(limit, Currency.Exponent) : null;

    /// <summary>Why, in the host's own words; 1 to 500 characters, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When, to the microsecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
