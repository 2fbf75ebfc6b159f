namespace WalletKit.Storage.Relational;

/// <summary>The columns of an idempotency key.</summary>
internal static class KeyColumns
{
    public static readonly ColumnList All = new();

    public static readonly Column WalletId = All.Add("wallet_id");
    public static readonly Column Key = All.Add("key");
    public static readonly Column Content = All.Add("content");
    public static readonly Column Version = All.Add("version");
    public static readonly Column Result = All.Add("result");
    public static readonly Column RecordedAt = All.Add("recorded_at");
}
