using WalletKit.Commands;

namespace WalletKit.PostgreSql.Tests.Importing;

/// <summary>An import over writers that work side by side.</summary>
public sealed class ImportOrderTests : PostgreSqlTest
{
    [Fact]
    public async Task An_import_of_transfers_keeps_the_order_of_both_wallets_whichever_writers_they_have()
    {
        var host = Host();
        var pairs = new List<(WalletId From, WalletId To)>();
        for (var i = 0; i < 8; i++)
        {
            pairs.Add((await host.OpenAsync($"from-{i}"), await host.OpenAsync($"to-{i}")));
        }

        var commands = Enumerable.Range(0, 50).SelectMany(_ => pairs).SelectMany(IEnumerable<WalletCommand> (pair) =>
        [
            new Deposit(pair.From, 10m),
            new Transfer(pair.From, pair.To, 10m),
            new Withdraw(pair.To, 10m),
        ]);

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.All(results, result => Assert.Null(result.Result.Refusal));
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task An_import_of_reversals_keeps_the_order_of_both_wallets_whichever_writers_they_have()
    {
        var host = Host();
        var commands = new List<WalletCommand>();
        for (var i = 0; i < 8; i++)
        {
            var (from, to) = (await host.OpenAsync($"from-{i}"), await host.OpenAsync($"to-{i}"));
            for (var round = 0; round < 20; round++)
            {
                // The destination has two transactions in each round, after its opening. The reversal names it, and the money is back in the source.
                commands.AddRange([
                    new Deposit(from, 10m),
                    new Transfer(from, to, 10m),
                    new Reverse(new TransactionId(to, (2 * round) + 2)),
                    new Withdraw(from, 10m),
                ]);
            }
        }

        var results = await host.Wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token);

        Assert.All(results, result => Assert.Null(result.Result.Refusal));
        await host.AssertCleanAsync();
    }
}
