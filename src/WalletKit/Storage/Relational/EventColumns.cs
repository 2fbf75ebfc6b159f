namespace WalletKit.Storage.Relational;

/// <summary>The columns of a wallet's event, with the currency of the wallet.</summary>
internal static class EventColumns
{
    public static readonly ColumnList All = new();

    public static readonly Column WalletId = All.Add("wallet_id");
    public static readonly Column Currency = All.Add("currency");
    public static readonly Column Exponent = All.Add("exponent");
    public static readonly Column Version = All.Add("version");
    public static readonly Column Type = All.Add("type");
    public static readonly Column CreditLimit = All.Add("credit_limit");
    public static readonly Column Reason = All.Add("reason");
    public static readonly Column CreatedAt = All.Add("created_at");
}
