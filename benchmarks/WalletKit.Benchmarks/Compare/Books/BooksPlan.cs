using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>The content of the books when a round begins.</summary>
/// <param name="Wallets">The number of wallets.</param>
/// <param name="DepositsPerWallet">The number of deposits into each wallet.</param>
/// <param name="AreRebatesPending">Whether the rebates of those deposits are still pending.</param>
internal sealed record BooksPlan(int Wallets, int DepositsPerWallet = 1, bool AreRebatesPending = false)
{
    /// <summary>The amount of a deposit, so large that every withdrawal of a scenario finds enough.</summary>
    public const long DepositMinorUnits = 1_000_000;

    public const long RebateMinorUnits = DepositMinorUnits / 100;

    public long Deposits => (long)Wallets * DepositsPerWallet;

    public BookTotals Totals => new(Deposits * DepositMinorUnits, Deposits * DepositMinorUnits, Deposits, Deposits, Deposits);
}
