using WalletKit.Model;

namespace WalletKit;

/// <summary>Money of a wallet that is held back for a later capture. A hold lowers the available balance, not the balance.</summary>
/// <remarks>Immutable; a store keeps the newest state of each hold.</remarks>
public sealed record Hold
{
    private readonly Timestamp _createdAt;
    private readonly Timestamp _updatedAt;

    /// <summary>Gets the identity.</summary>
    public required HoldId Id { get; init; }

    /// <summary>Gets the wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Gets the amount that was held at first, in minor units; more than zero.</summary>
    public required long AmountMinorUnits { get; init; }

    /// <summary>Gets the amount that was held at first, in units.</summary>
    public decimal Amount => MinorUnits.ToDecimal(AmountMinorUnits, Currency.Exponent);

    /// <summary>Gets the amount captured so far, in minor units.</summary>
    public long CapturedMinorUnits { get; init; }

    /// <summary>Gets the amount captured so far, in units.</summary>
    public decimal Captured => MinorUnits.ToDecimal(CapturedMinorUnits, Currency.Exponent);

    /// <summary>Gets the amount still held, in minor units; 0 once the hold has ended.</summary>
    public long RemainingMinorUnits => Status == HoldStatus.Open ? AmountMinorUnits - CapturedMinorUnits : 0;

    /// <summary>Gets the amount still held, in units; 0 once the hold has ended.</summary>
    public decimal Remaining => MinorUnits.ToDecimal(RemainingMinorUnits, Currency.Exponent);

    /// <summary>Gets the state of the hold.</summary>
    /// <remarks>A hold whose time ran out counts as expired everywhere from that moment on; the sweep records the expiry a little later.</remarks>
    public HoldStatus Status { get; init; } = HoldStatus.Open;

    /// <summary>Gets the time from which on the hold has expired; null where it never expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets the time at which the hold was placed, to the microsecond.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => _createdAt;
        init => _createdAt = value;
    }

    /// <summary>Gets the time of the hold's last change, to the microsecond.</summary>
    public required DateTimeOffset UpdatedAt
    {
        get => _updatedAt;
        init => _updatedAt = value;
    }

    /// <summary>Gets the host's own reference; 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the host's own pairs of text; empty unless given.</summary>
    public TransactionMetadata Metadata { get; init; } = TransactionMetadata.Empty;

    /// <summary>Gets whether the texts of the hold were erased. Then it has none, whatever it had.</summary>
    public bool IsErased { get; init; }

    /// <summary>Returns whether the hold has expired and is still recorded as open.</summary>
    /// <param name="now">The clock: a hold has expired at its <see cref="ExpiresAt"/>.</param>
    /// <param name="ended">The holds that the wallet has ended for good, whatever the clock says; null where there are none.</param>
    public bool HasExpired(DateTimeOffset now, EndedThrough? ended) =>
        Status == HoldStatus.Open && (ExpiresAt <= now || (ended is { } through && through.Covers(this)));

    /// <summary>Returns the hold as a reader is to see it: a hold that has expired says so, recorded or not.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="ended">The holds that the wallet has ended for good; null where there are none.</param>
    public Hold AsOf(DateTimeOffset now, EndedThrough? ended) => HasExpired(now, ended) ? this with { Status = HoldStatus.Expired } : this;
}
