namespace WalletKit;

/// <summary>A wallet, for joins in LINQ: a row of the view <c>walletkit_balances</c>, which is only read.</summary>
/// <remarks>Amounts are in units of the currency. Rows are as committed: holds count until their expiry is recorded, and a participant sees the change of its own batch.</remarks>
public sealed class WalletBalanceRow
{
    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; init; }

    /// <summary>Gets the owner; null where it was erased.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Gets the name; null where it was erased.</summary>
    public string? Name { get; init; }

    /// <summary>Gets whether texts of the wallet were erased.</summary>
    public bool IsErased { get; init; }

    /// <summary>Gets the code of the currency.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Gets the number of decimals of the currency.</summary>
    public int Exponent { get; init; }

    /// <summary>Gets the status: <c>active</c>, <c>frozen</c> or <c>closed</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Gets the balance.</summary>
    public decimal Balance { get; init; }

    /// <summary>Gets the credit limit.</summary>
    public decimal CreditLimit { get; init; }

    /// <summary>Gets the amount that holds hold.</summary>
    public decimal Held { get; init; }

    /// <summary>Gets the balance and the credit limit, less what is held.</summary>
    public decimal Available { get; init; }

    /// <summary>Gets the version of the wallet.</summary>
    public long Version { get; init; }

    /// <summary>Gets the time of the newest entry.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
