using WalletKit.Rules;

namespace WalletKit.Storage.Relational;

/// <summary>The columns of a journal entry. They begin with the columns of the wallet, because an entry records the wallet after it.</summary>
internal static class EntryColumns
{
    public static readonly ColumnList All = ColumnList.Begin(WalletColumns.All);

    public static readonly Column Type = All.Add("type");
    public static readonly Column Amount = All.Add("amount");
    public static readonly Column Reference = All.Add("reference");
    public static readonly Column Metadata = All.Add("metadata");
    public static readonly Column Reason = All.Add("reason");
    public static readonly Column TextCommitment = All.Add("text_commitment");
    public static readonly Column HoldExpiresAt = All.Add("hold_expires_at");
    public static readonly Column ExpiredHolds = All.Add("expired_holds");

    /// <summary>The links, in the order of <see cref="LinkColumns"/>.</summary>
    public static readonly LinkColumns Links = LinkColumns.AddTo(All);

    /// <summary>The columns of an entry that has no more than an amount: most entries.</summary>
    public static IReadOnlyList<Column> Plain { get; } =
    [
        WalletColumns.Id, WalletColumns.Version, WalletColumns.UpdatedAt, WalletColumns.LastSequence, WalletColumns.Balance, WalletColumns.ChainHash, Type, Amount,
    ];

    /// <summary>Whether the <see cref="Plain"/> columns say all of an entry.</summary>
    public static bool IsPlain(JournalEntry entry) =>
        entry is { Hold: null, Event: null, TextCommitment: null, ExpiredHolds.IsEmpty: true }
        && entry.Wallet is { Status: WalletStatus.Active, CreditLimitMinorUnits: 0, IsOverdrawn: false }
        && ReferenceEquals(entry.Wallet.Holds, HoldTotals.None)
        && (entry.Transaction is null || ReferenceEquals(entry.Transaction.Links, TransactionLinks.None));
}
