namespace WalletKit.Storage.Relational;

/// <summary>The columns of a rebate.</summary>
internal static class RebateColumns
{
    public static readonly ColumnList All = new();

    public static readonly Column WalletId = All.Add("wallet_id");
    public static readonly Column Deposit = All.Add("deposit");
    public static readonly Column Policy = All.Add("policy");
    public static readonly Column Terms = All.Add("terms");
    public static readonly Column Status = All.Add("status");
    public static readonly Column Attempts = All.Add("attempts");
    public static readonly Column DueAt = All.Add("due_at");
    public static readonly Column Claim = All.Add("claim");
    public static readonly Column Reason = All.Add("reason");
    public static readonly Column PaidVersion = All.Add("paid_version");
    public static readonly Column UpdatedAt = All.Add("updated_at");

    /// <summary>Where the columns of the deposit begin, when they are selected after the list.</summary>
    public static int DepositPlace => All.Count;

    /// <summary>After the columns of the deposit: the owner of the wallet.</summary>
    public static Column OwnerId => All.After("owner_id", TransactionColumns.All.Count);

    /// <summary>After the owner: the name of the wallet.</summary>
    public static Column WalletName => All.After("name", TransactionColumns.All.Count + 1);
}
