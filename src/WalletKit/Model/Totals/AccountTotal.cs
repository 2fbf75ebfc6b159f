namespace WalletKit;

/// <summary>The total of an account outside of the wallets, in one currency.</summary>
/// <remarks>A deposit of 5 lowers its account by 5, because the money went from there into a wallet. A withdrawal raises it.</remarks>
public sealed record AccountTotal
{
    /// <summary>Gets the name of the account, such as <see cref="CounterAccount.External"/>.</summary>
    public required string Account { get; init; }

    /// <summary>Gets the currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Gets the total, in minor units. It can be far past 64 bits.</summary>
    public required Int128 TotalMinorUnits { get; init; }

    /// <summary>Gets the total, in units.</summary>
    /// <exception cref="OverflowException">The total is past 79,228,162,514,264,337,593,543,950,335 minor units, the range of a decimal.</exception>
    public decimal Total => MinorUnits.ToDecimal(TotalMinorUnits, Currency.Exponent);
}
