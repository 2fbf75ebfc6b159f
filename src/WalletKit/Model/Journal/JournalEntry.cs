using System.Collections.Immutable;
using WalletKit.Rules;

namespace WalletKit;

/// <summary>An entry of a wallet's journal: a change of the wallet, and the wallet right after it. An entry is never changed or deleted.</summary>
/// <remarks>Each entry raises the wallet's version by one, and the newest entry is the wallet's state.</remarks>
public sealed record JournalEntry
{
    private Sha256Hash? _textCommitment;

    /// <summary>Gets the kind of the entry.</summary>
    public required EntryType Type { get; init; }

    /// <summary>Gets the wallet right after the entry.</summary>
    public required Wallet Wallet { get; init; }

    /// <summary>Gets the wallet's identity.</summary>
    public WalletId WalletId => Wallet.Id;

    /// <summary>Gets the place in the journal: 1 for the opening, and one more for each further entry.</summary>
    public long Version => Wallet.Version;

    /// <summary>Gets the time at which the entry was recorded, to the microsecond; never before an earlier entry of the wallet.</summary>
    public DateTimeOffset RecordedAt => Wallet.UpdatedAt;

    /// <summary>Gets the person or program that asked for the change; null where none was named.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the time at which the change counts; null where it is <see cref="RecordedAt"/>.</summary>
    public DateTimeOffset? EffectiveAt => Transaction?.EffectiveAt ?? Event?.EffectiveAt ?? Hold?.EffectiveAt;

    /// <summary>Gets the commitment to the entry's texts; null where the entry has none. The hash covers it in place of the texts.</summary>
    public Sha256Hash? TextCommitment
    {
        get => _textCommitment;
        init => _textCommitment = value;
    }

    /// <summary>Gets whether the texts of the entry were erased. Then it has none, and the commitment tells that it had some.</summary>
    public bool IsErased => Version <= Wallet.ErasedThrough;

    /// <summary>Gets the hash of the entry and of the hash before it. It thus covers the whole journal up to here.</summary>
    public Sha256Hash Hash => Wallet.ChainHash;

    /// <summary>Gets the transaction; null where the entry moves no money.</summary>
    public WalletTransaction? Transaction { get; init; }

    /// <summary>Gets the change of the wallet's state; null for the other kinds.</summary>
    public WalletEvent? Event { get; init; }

    /// <summary>Gets the hold that was placed or voided; null for the other kinds.</summary>
    public HoldEntry? Hold { get; init; }

    /// <summary>Gets the numbers of the holds whose expiry the entry records; empty for most entries.</summary>
    public ImmutableArray<long> ExpiredHolds
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Sets the commitment in place, which saves a copy. Only the code that makes the entry calls this, before it hands the entry on.</summary>
    internal void SetTextCommitment(Sha256Hash? commitment) => _textCommitment = commitment;

    /// <summary>Returns whether entries of a kind move money.</summary>
    public static bool IsTransaction(EntryType type) => (int)type is >= 1 and <= 255;

    /// <summary>Returns whether entries of a kind change the wallet's state, as <see cref="WalletEvent"/> tells it.</summary>
    public static bool IsEvent(EntryType type) =>
        type is EntryType.Frozen or EntryType.Unfrozen or EntryType.Closed or EntryType.CreditLimitSet or EntryType.Erased or EntryType.TimeCorrected;
}
