namespace WalletKit.Stores;

/// <summary>The number and the sum of back-dated transactions.</summary>
/// <param name="Count">The number of the transactions.</param>
/// <param name="MinorUnits">The sum of their amounts, in minor units. It may pass the 64-bit range, which a balance never does.</param>
public readonly record struct BackdatedSum(long Count, Int128 MinorUnits)
{
    /// <summary>Returns the sum with one more transaction.</summary>
    /// <exception cref="OverflowException">The sum would pass the 128-bit range.</exception>
    public BackdatedSum Add(WalletTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return checked(new BackdatedSum(Count + 1, MinorUnits + transaction.AmountMinorUnits));
    }
}
