using WalletKit.Model;

namespace WalletKit;

/// <summary>A wallet in its state after a commit: one owner's money in one currency. Immutable.</summary>
public sealed record Wallet
{
    /// <summary>The name of a wallet that was opened without one.</summary>
    public const string DefaultName = "default";

    /// <summary>The longest owner, in characters.</summary>
    public const int MaxOwnerLength = 200;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    private readonly Timestamp _createdAt;
    private readonly Timestamp _updatedAt;
    private Sha256Hash _chainHash;

    /// <summary>Gets the public identity.</summary>
    public required WalletId Id { get; init; }

    /// <summary>Gets the owner of the wallet: the host's own opaque text, 1 to 200 characters; empty where it was erased.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Gets the name of the wallet, 1 to 200 characters; owner and name together are unique. It is empty where it was erased.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the currency, with its exponent as it was at the opening.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Gets the status, which says what may happen to the wallet.</summary>
    public WalletStatus Status { get; init; } = WalletStatus.Active;

    /// <summary>Gets the balance in minor units.</summary>
    public long BalanceMinorUnits { get; init; }

    /// <summary>Gets the balance in units, with as many decimals as the currency has.</summary>
    public decimal Balance => MinorUnits.ToDecimal(BalanceMinorUnits, Currency.Exponent);

    /// <summary>Gets the amount by which the balance may go below zero, in minor units; 0 unless set.</summary>
    public long CreditLimitMinorUnits { get; init; }

    /// <summary>Gets the amount by which the balance may go below zero, in units.</summary>
    public decimal CreditLimit => MinorUnits.ToDecimal(CreditLimitMinorUnits, Currency.Exponent);

    /// <summary>Gets the sums that the wallet keeps about its holds.</summary>
    public HoldTotals Holds { get; init; } = HoldTotals.None;

    /// <summary>Gets the money that open holds hold back, in units.</summary>
    /// <remarks>The amount is true at the time when the wallet was read or changed: a hold that had expired by then holds nothing.</remarks>
    public decimal Held => MinorUnits.ToDecimal(Holds.HeldMinorUnits, Currency.Exponent);

    /// <summary>Gets the available balance in units: balance and credit limit without <see cref="Held"/>.</summary>
    /// <remarks>It is 0 for a closed wallet. It is below zero only after a reversal that was allowed to overdraw.</remarks>
    public decimal Available => Funds.ToUnits(Funds.Available(this), this);

    /// <summary>Gets whether a reversal was allowed to overdraw the wallet, and it is still overdrawn.</summary>
    /// <remarks>The wallet stays overdrawn while less than zero is available.</remarks>
    public bool IsOverdrawn { get; init; }

    /// <summary>Gets the sequence of the newest transaction; 0 before the first.</summary>
    public long LastSequence { get; init; }

    /// <summary>Gets the hash of the newest entry of the wallet's journal, which covers the whole journal.</summary>
    public Sha256Hash ChainHash
    {
        get => _chainHash;
        init => _chainHash = value;
    }

    /// <summary>Gets the version, which is 1 at the opening and goes up by one with each change.</summary>
    public required long Version { get; init; }

    /// <summary>Gets the version of the newest entry whose texts were erased; 0 where none was.</summary>
    /// <remarks>All texts of the entries and holds up to this version are gone. The wallet has no owner and no name from then on.</remarks>
    public long ErasedThrough { get; init; }

    /// <summary>Gets whether the owner and the name were erased.</summary>
    public bool IsErased => ErasedThrough > 0;

    /// <summary>Gets the time at which the wallet was opened, to the microsecond.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => _createdAt;
        init => _createdAt = value;
    }

    /// <summary>Gets the time of the wallet's last change, to the microsecond; never before an earlier change.</summary>
    public required DateTimeOffset UpdatedAt
    {
        get => _updatedAt;
        init => _updatedAt = value;
    }

    /// <summary>Sets the hash in place, which saves a copy. Only the code that makes the entry calls this, before it hands the wallet on.</summary>
    internal void SetChainHash(Sha256Hash hash) => _chainHash = hash;

    /// <summary>Returns the wallet as a reader is to see it: an expired hold holds nothing, recorded or not.</summary>
    /// <remarks>A store calls this if the recorded <see cref="HoldTotals.NextExpiry"/> is at or before the clock.</remarks>
    /// <param name="expiredMinorUnits">
    /// The sum, in minor units, of the open holds that have expired by the clock and that <see cref="HoldTotals.EndedThrough"/> does not cover.
    /// </param>
    /// <param name="nextExpiry">The earliest expiry of the other open holds; null where none expires.</param>
    public Wallet AsOf(long expiredMinorUnits, DateTimeOffset? nextExpiry)
    {
        var read = this with { Holds = Holds with { HeldMinorUnits = checked(Holds.HeldMinorUnits - expiredMinorUnits), NextExpiry = nextExpiry } };
        return read with { IsOverdrawn = IsOverdrawn && Funds.Available(read) < 0 };
    }
}
