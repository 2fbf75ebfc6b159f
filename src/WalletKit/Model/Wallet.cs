using WalletKit.Model;

namespace WalletKit;

/// <summary>A wallet as it stands after a commit: one owner's money in one currency. Immutable.</summary>
public sealed record Wallet
{
    /// <summary>The name of a wallet that was given none.</summary>
    public const string DefaultName = "default";

    /// <summary>The longest owner, in characters.</summary>
    public const int MaxOwnerLength = 200;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    private readonly Timestamp _createdAt;
    private readonly Timestamp _updatedAt;

    /// <summary>The public identity.</summary>
    public required WalletId Id { get; init; }

    /// <summary>Whose wallet it is: the host's own opaque text, 1 to 200 characters.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Which of the owner's wallets it is, 1 to 200 characters; owner and name together are unique.</summary>
    public required string Name { get; init; }

    /// <summary>The currency, with its exponent as it was at the opening.</summary>
    public required Currency Currency { get; init; }

    /// <summary>What may happen to the wallet.</summary>
    public WalletStatus Status { get; init; } = WalletStatus.Active;

    /// <summary>The balance in minor units.</summary>
    public long BalanceMinorUnits { get; init; }

    /// <summary>The balance in units, with as many decimals as the currency has.</summary>
    public decimal Balance => MinorUnits.ToDecimal(BalanceMinorUnits, Currency.Exponent);

    /// <summary>How far the balance may go below zero, in minor units; 0 unless set.</summary>
    public long CreditLimitMinorUnits { get; init; }

    /// <summary>How far the balance may go below zero, in units.</summary>
    public decimal CreditLimit => MinorUnits.ToDecimal(CreditLimitMinorUnits, Currency.Exponent);

    /// <summary>What it keeps about its holds.</summary>
    public HoldTotals Holds { get; init; } = HoldTotals.None;

    /// <summary>What open holds hold back, in units, as of the clock when the wallet was read or changed: a hold that has expired holds nothing.</summary>
    public decimal Held => MinorUnits.ToDecimal(Holds.HeldMinorUnits, Currency.Exponent);

    /// <summary>
    /// What can be spent, in units: balance and credit limit without <see cref="Held"/>; 0 for a closed wallet. Below zero only after a reversal that
    /// was allowed to overdraw.
    /// </summary>
    public decimal Available => Funds.ToUnits(Funds.Available(this), this);

    /// <summary>
    /// Whether a reversal was allowed to take more than was available, and less than zero has been available since.
    /// </summary>
    public bool IsOverdrawn { get; init; }

    /// <summary>The sequence of the newest transaction; 0 before the first.</summary>
    public long LastSequence { get; init; }

    /// <summary>
    /// The hash of the wallet's newest transaction, which stands for its whole history; before the first, the hash of its identity.
    /// </summary>
    public Sha256Hash ChainHash { get; init; }

    /// <summary>Goes up by one with each change of the wallet, and is 1 at its opening.</summary>
    public required long Version { get; init; }

    /// <summary>When the wallet was opened, to the microsecond.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => _createdAt;
        init => _createdAt = value;
    }

    /// <summary>When the wallet last changed, to the microsecond; never before an earlier change of it.</summary>
    public required DateTimeOffset UpdatedAt
    {
        get => _updatedAt;
        init => _updatedAt = value;
    }

    /// <summary>Returns the wallet as its reader is to see it: what has expired holds nothing, recorded or not.</summary>
    /// <remarks>For a store whose recorded <see cref="HoldTotals.NextExpiry"/> is at or before the clock.</remarks>
    /// <param name="expiredMinorUnits">What open holds that have expired by the clock still hold, apart from those that <see cref="HoldTotals.EndedThrough"/> covers.</param>
    /// <param name="nextExpiry">When the next of the other open holds expires; null where none does.</param>
    public Wallet AsOf(long expiredMinorUnits, DateTimeOffset? nextExpiry)
    {
        var read = this with { Holds = Holds with { HeldMinorUnits = checked(Holds.HeldMinorUnits - expiredMinorUnits), NextExpiry = nextExpiry } };
        return read with { IsOverdrawn = IsOverdrawn && Funds.Available(read) < 0 };
    }
}
