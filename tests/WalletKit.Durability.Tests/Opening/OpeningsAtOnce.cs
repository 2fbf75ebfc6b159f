namespace WalletKit.Durability.Tests.Opening;

/// <summary>Hosts that open a new file at the same moment.</summary>
internal static class OpeningsAtOnce
{
    /// <summary>Lets hosts open the same wallet at once, each from a thread of its own, and checks that there is one wallet.</summary>
    public static async Task OpenAsync(string database, int count)
    {
        var hosts = Enumerable.Range(0, count).Select(_ => new WalletHost(database)).ToList();
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
