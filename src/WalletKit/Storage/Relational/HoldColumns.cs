using WalletKit.Rules;

namespace WalletKit.Storage.Relational;

/// <summary>The columns of a hold, with the currency of its wallet.</summary>
internal static class HoldColumns
{
    public static readonly ColumnList All = new();

    public static readonly Column WalletId = All.Add("wallet_id");
    public static readonly Column Currency = All.Add("currency");
    public static readonly Column Exponent = All.Add("exponent");
    public static readonly Column Number = All.Add("number");
    public static readonly Column Amount = All.Add("amount");
    public static readonly Column Captured = All.Add("captured");
    public static readonly Column Status = All.Add("status");
    public static readonly Column ExpiresAt = All.Add("expires_at");
    public static readonly Column Reference = All.Add("reference");
    public static readonly Column Metadata = All.Add("metadata");
    public static readonly Column CreatedAt = All.Add("created_at");
    public static readonly Column UpdatedAt = All.Add("updated_at");
    public static readonly Column Erased = All.Add("erased");
}
