namespace WalletKit.Storage.Relational;

/// <summary>The columns of a wallet: its identity, and its state, which is that of the newest entry of its journal. A state that is zero is NULL.</summary>
internal static class WalletColumns
{
    public static readonly ColumnList All = new();

    public static readonly Column Id = All.Add("id");
    public static readonly Column OwnerId = All.Add("owner_id");
    public static readonly Column Name = All.Add("name");
    public static readonly Column Currency = All.Add("currency");
    public static readonly Column Exponent = All.Add("exponent");
    public static readonly Column CreatedAt = All.Add("created_at");
    public static readonly Column ErasedThrough = All.Add("erased_through");

    // The state.
    public static readonly Column Version = All.Add("version");
    public static readonly Column UpdatedAt = All.Add("recorded_at");
    public static readonly Column LastSequence = All.Add("sequence");
    public static readonly Column Balance = All.Add("balance");
    public static readonly Column ChainHash = All.Add("hash");
    public static readonly Column Status = All.Add("status");
    public static readonly Column CreditLimit = All.Add("credit_limit");
    public static readonly Column Overdrawn = All.Add("overdrawn");
    public static readonly Column Held = All.Add("held");
    public static readonly Column LastHold = All.Add("last_hold");
    public static readonly Column OpenHolds = All.Add("open_holds");
    public static readonly Column NextExpiry = All.Add("next_expiry");
    public static readonly Column EndedThrough = All.Add("ended_through");
    public static readonly Column EndedNumber = All.Add("ended_number");

    /// <summary>The sum of the holds that have expired by the clock. It follows the list where <see cref="HoldSql.ExpiryColumns"/> are selected.</summary>
    public static readonly Column Expired = All.After("expired");

    /// <summary>After the list, where <see cref="HoldSql.ExpiryColumns"/> are selected: when the next hold expires.</summary>
    public static readonly Column StandingExpiry = All.After("standing_expiry", 1);

    /// <summary>After the list and <paramref name="count"/> more columns: the secret of the commitments to texts.</summary>
    public static Column TextSecretAfter(int count) => All.After("w.text_secret", count);

    /// <summary>After the list and <paramref name="count"/> more columns, following the secret of texts: the secret of keys.</summary>
    public static Column KeySecretAfter(int count) => All.After("w.key_secret", count + 1);

    /// <summary>The first of the columns about holds.</summary>
    public static Column FirstOfHolds => Held;

    /// <summary>The last of the columns about holds.</summary>
    public static Column LastOfHolds => EndedNumber;
}
