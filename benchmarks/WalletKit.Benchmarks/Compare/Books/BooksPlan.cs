using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>What stands in the books when a round begins.</summary>
/// <param name="Wallets">How many wallets there are.</param>
/// <param name="DepositsPerWallet">How many deposits each has seen.</param>
/// <param name="AreRebatesPending">Whether the rebates of those deposits are still to be paid.</param>
internal sealed record BooksPlan(int Wallets, int DepositsPerWallet = 1, bool AreRebatesPending = false)
{
    /// <summary>So much that no withdrawal of a scenario finds too little.</summary>
    public const long DepositMinorUnits = 1_000_000;

    public const long RebateMinorUnits = DepositMinorUnits / 100;

    public long Deposits => (long)Wallets * DepositsPerWallet;

    public BookTotals Totals => new(Deposits * DepositMinorUnits, Deposits * DepositMinorUnits, Deposits, Deposits, Deposits);
}
