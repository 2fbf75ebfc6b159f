using System.Collections.Concurrent;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.PostgreSql.Tests.Histories;

/// <summary>Reads as of a past time beside writers on two hosts, under the server's clock.</summary>
public sealed class FinalityTests : PostgreSqlTest
{
    private const int Writers = 8;
    private const int Transfers = 60;
    private const int Readers = 4;

    [Fact]
    public async Task Two_hosts_never_give_two_answers_for_one_past_time()
    {
        WalletHost[] hosts = [Host(), Host()];
        WalletId[] wallets = [await hosts[0].OpenAsync("one", 1_000m), await hosts[0].OpenAsync("other", 1_000m)];
        var answers = new ConcurrentBag<(int Wallet, DateTimeOffset Time, long Sequence)>();
        using var written = new CancellationTokenSource();
        var reading = Enumerable.Range(0, Readers).Select(i => Task.Run(() => AskAsync(hosts[i % 2], i / 2 % 2), Token)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => WriteAsync(hosts[i % 2], i / 2 % 2), Token)));
        await written.CancelAsync();
        await Task.WhenAll(reading);

        Assert.True(answers.Count > Readers);
        var different = 0;
        foreach (var (wallet, time, sequence) in answers)
        {
            different += (await hosts[wallet].Store.FindTransactionAsOfAsync(wallets[wallet], time, Token)).Transaction!.Sequence == sequence ? 0 : 1;
        }

        Assert.True(different == 0, $"{different} of {answers.Count} answers changed.");

        async Task WriteAsync(WalletHost host, int from)
        {
            for (var n = 0; n < Transfers; n++)
            {
                await host.Wallets.TransferAsync(wallets[from], wallets[1 - from], 0.01m, cancellationToken: Token);
            }
        }

        async Task AskAsync(WalletHost host, int wallet)
        {
            while (!written.IsCancellationRequested)
            {
                var time = TimeProvider.System.GetUtcNow();
                var found = await host.Store.FindTransactionAsOfAsync(wallets[wallet], time, Token);
                if (found.IsFinal)
                {
                    answers.Add((wallet, time, found.Transaction!.Sequence));
                }
            }
        }
    }

    [Fact]
    public async Task A_read_as_of_a_past_time_waits_for_the_wallets_commits_for_the_retry_timeout_and_is_then_refused_as_busy()
    {
        var host = Host(options => options.RetryTimeout = TimeSpan.FromMilliseconds(200));
        var wallet = await host.OpenAsync("owner", 1m);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.GetBalanceAsOfAsync(wallet, TimeProvider.System.GetUtcNow(), cancellationToken: Token));

        Assert.Equal(StoreFailure.Busy, refusal.Failure);
        await foreign.CommitAsync();
        Assert.Equal(1m, await host.Wallets.GetBalanceAsOfAsync(wallet, TimeProvider.System.GetUtcNow(), cancellationToken: Token));
    }
}
