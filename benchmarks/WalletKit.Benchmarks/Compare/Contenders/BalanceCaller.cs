using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>Reads balances of wallets at random.</summary>
internal sealed class BalanceCaller(IBalanceReader reader, int wallets, int caller) : ICaller
{
    private readonly Random _random = new(caller);

    public Task CallAsync() => reader.ReadBalanceAsync(_random.Next(wallets));

    public void Acknowledge(Tally tally)
    {
        // Reads leave nothing in the books.
    }
}
