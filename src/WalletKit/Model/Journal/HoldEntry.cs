using WalletKit.Rules;

namespace WalletKit;

/// <summary>The part of a journal entry that is about one hold.</summary>
public sealed record HoldEntry
{
    /// <summary>Gets the number of the hold within the wallet.</summary>
    public required long Number { get; init; }

    /// <summary>Gets the amount that the hold holds right after the entry, in minor units. It is 0 where the hold was voided.</summary>
    public required long RemainingMinorUnits { get; init; }

    /// <summary>Gets the time at which the placed hold expires; null where it never does, or was voided.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets the value date of the placing or the voiding; null where it is the time of the entry.</summary>
    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>Gets the host's own reference of the placed hold; null where there is none.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the host's own pairs of text of the placed hold.</summary>
    public TransactionMetadata Metadata { get; init; } = TransactionMetadata.Empty;
}
