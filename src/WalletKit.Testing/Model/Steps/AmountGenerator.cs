using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Model.Steps;

/// <summary>Generates amounts: most of them small and valid, some at the limit of the available money, a few that no wallet accepts.</summary>
internal sealed class AmountGenerator(Random random)
{
    // The largest amount in 64 bits. It passes them if the wallet has money already, and one minor unit more passes them in any case.
    private static decimal Most(Account account) => long.MaxValue / Amounts.One(account.Currency);

    /// <param name="account">The wallet whose currency the amount has.</param>
    /// <param name="there">The amount that can be taken, in units; null for an amount that is brought.</param>
    public decimal Next(Account? account, decimal? there)
    {
        if (account is null)
        {
            return 1;
        }

        var one = 1 / Amounts.One(account.Currency);
        var small = Small(account);
        return random.Weighted(
            (80, small),
            (there > 0 ? 12 : 0, there ?? 0),
            (there >= 0 && there < Most(account) ? 5 : 0, (there ?? 0) + one),
            (4, WithZeros(small)),
            (2, one == 0 ? small : small + (one / 10)),
            (1, 0m),
            (1, -small),
            (2, Most(account)),
            (1, decimal.Floor(Most(account) / 2)),
            (1, Most(account) + one),
            (1, decimal.MaxValue));
    }

    /// <summary>The same amount with other trailing zeros.</summary>
    public static decimal WithZeros(decimal amount) => amount < 1_000_000 ? amount * 1.000m : amount;

    private decimal Small(Account account) => account.Currency.Exponent switch
    {
        0 => random.Next(1, 5_000),
        2 => random.Next(1, 10_000) / 100m,
        _ => random.Next(1, 1_000) / 1_000m,
    };
}
