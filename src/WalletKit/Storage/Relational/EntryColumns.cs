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
    public static readonly Column EffectiveAt = All.Add("effective_at");
    public static readonly Column Account = All.Add("account");
    public static readonly Column Actor = All.Add("actor");
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
        entry is { Hold: null, Event: null, TextCommitment: null, ExpiredHolds.IsEmpty: true, EffectiveAt: null }
        && entry.Wallet is { Status: WalletStatus.Active, CreditLimitMinorUnits: 0, IsOverdrawn: false }
        && ReferenceEquals(entry.Wallet.Holds, HoldTotals.None)
        && (entry.Transaction is not { } moved || (ReferenceEquals(moved.Links, TransactionLinks.None) && AccountOf(moved) is null));

    /// <summary>Whether an entry has texts beside it. The owner and the name, to which an opening is committed, stand with the wallet.</summary>
    public static bool HasTexts(JournalEntry entry) => entry.TextCommitment is not null && (entry.Type != EntryType.Opened || entry.Actor is not null);

    /// <summary>The account that is written with a transaction; null for the usual account of its type.</summary>
    public static string? AccountOf(WalletTransaction transaction) =>
        transaction.Account == CounterAccount.Of(transaction.Type, transaction.Links) ? null : transaction.Account;
}
