namespace WalletKit.Durability.Tests.Opening;

/// <summary>Hosts that open a new file at the same moment, which begin and empty its log in any order.</summary>
public sealed class FirstOpeningTests
{
    private const int Rounds = 50;
    private const int Hosts = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_host_is_refused_a_new_file_that_others_open_at_the_same_moment()
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var directory = new TestDirectory();
            var hosts = Enumerable.Range(0, Hosts).Select(_ => new WalletHost(directory.Database)).ToList();
            using var start = new Barrier(hosts.Count);

            var receipts = await Task.WhenAll(hosts.Select(host => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Token);
                    return host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);
                },
                Token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));

            Assert.Single(receipts.DistinctBy(receipt => receipt.Wallet.Id));
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }
}
