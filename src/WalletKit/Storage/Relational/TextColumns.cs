namespace WalletKit.Storage.Relational;

/// <summary>The columns of the texts of an entry.</summary>
internal static class TextColumns
{
    public static readonly ColumnList All = new();

    public static readonly Column Id = All.Add("id");
    public static readonly Column WalletId = All.Add("wallet_id");
    public static readonly Column Version = All.Add("version");
    public static readonly Column Reference = All.Add("reference");
    public static readonly Column Metadata = All.Add("metadata");
    public static readonly Column Reason = All.Add("reason");
    public static readonly Column Actor = All.Add("actor");
}
