namespace WalletKit.Storage.Relational;

/// <summary>The columns of a transaction, with the currency of its wallet and of the wallet of its other leg. A transaction is an entry with an amount.</summary>
internal static class TransactionColumns
{
    public static readonly ColumnList All = new();

    public static readonly Column WalletId = All.Add("wallet_id");
    public static readonly Column Currency = All.Add("currency");
    public static readonly Column Exponent = All.Add("exponent");
    public static readonly Column Sequence = All.Add("sequence");
    public static readonly Column Type = All.Add("type");
    public static readonly Column Amount = All.Add("amount");
    public static readonly Column BalanceAfter = All.Add("balance");
    public static readonly Column Version = All.Add("version");
    public static readonly Column CreatedAt = All.Add("recorded_at");
    public static readonly Column Reference = All.Add("reference");
    public static readonly Column Metadata = All.Add("metadata");
    public static readonly Column EffectiveAt = All.Add("effective_at");
    public static readonly Column Account = All.Add("account");
    public static readonly Column Actor = All.Add("actor");
    public static readonly Column Hash = All.Add("hash");
    public static readonly Column Erased = All.Add("erased");

    // Most transactions have no links, which come last.
    public static readonly LinkColumns Links = LinkColumns.AddTo(All);
}
