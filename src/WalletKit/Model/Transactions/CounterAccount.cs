namespace WalletKit;

/// <summary>The accounts outside of the wallets, which money comes from and goes to.</summary>
/// <remarks>Each transaction names one, except for a transfer between wallets of one currency. So all wallets and accounts together sum to zero.</remarks>
public static class CounterAccount
{
    /// <summary>The account of deposits, withdrawals, and captures that name none.</summary>
    public const string External = "external";

    /// <summary>The account that rebates are paid from.</summary>
    public const string Rebates = "rebates";

    /// <summary>The account of transfers between currencies: it takes in one currency and gives out the other.</summary>
    public const string Exchange = "exchange";

    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    internal const string NameRule = "must have 1 to 64 characters, each a letter from a to z, a digit, or one of . _ : -";

    /// <summary>Returns whether a text may be the name of an account.</summary>
    /// <remarks>A name has 1 to 64 characters, each a letter from a to z, a digit, or one of <c>. _ : -</c>.</remarks>
    public static bool IsName(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && text.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or ':' or '-');

    /// <summary>Returns the account of a transaction whose command names none; null for a transfer within a currency.</summary>
    internal static string? Of(TransactionType type, TransactionLinks links) =>
        type == TransactionType.Rebate ? Rebates
        : links.Exchange is not null ? Exchange
        : links.Counterpart is not null ? null
        : External;
}
