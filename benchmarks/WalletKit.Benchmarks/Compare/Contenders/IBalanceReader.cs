namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A contender that tells balances.</summary>
internal interface IBalanceReader : IMover
{
    /// <param name="wallet">Which of the wallets, by its place among them.</param>
    Task ReadBalanceAsync(int wallet);
}
