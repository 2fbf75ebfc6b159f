namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A contender that reads balances.</summary>
internal interface IBalanceReader : IMover
{
    /// <param name="wallet">The place of the wallet among the wallets.</param>
    Task ReadBalanceAsync(int wallet);
}
