using WalletKit.Auditing;
using WalletKit.Digests;
using WalletKit.Rules;

namespace WalletKit.Tests.Auditing;

[Slow]
public sealed class AuditBesideWritersTests
{
    private const int Writers = 4;
    private const int Audits = 12;
    private const int Growth = 300;

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_long_run_of_every_kind_of_command_leaves_clean_books(string store)
    {
        var seed = Seed.OfCommands();
        await using var wallets = new TestWallets(store);
        var work = new RandomWork(wallets, await RandomWork.OpenAsync(wallets), seed);
        for (var i = 0; i < 3_000; i++)
        {
            await work.CommitAsync(Token);
            if (i % 50 == 0)
            {
                await work.SettleAsync(Token);
            }
        }

        var report = await wallets.Get<IWalletAudit>().AuditAsync(cancellationToken: Token);

        Assert.True(report.IsClean, $"Seed {seed}:\n{string.Join('\n', report.Findings)}");
        Assert.True(report is { Transactions: > 200, Holds: > 20, Rebates: > 20, Events: > 20, Keys: > 20 }, $"{report}");
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Writes_during_an_audit_are_no_finding(string store)
    {
        var seed = Seed.OfCommands();
        await using var wallets = new TestWallets(store);
        var ids = await RandomWork.OpenAsync(wallets);
        using var enough = new CancellationTokenSource();
        var audit = new WalletAudit(wallets.Store, holdsAtOnce: 16);

        // All writers use the same wallets; one does the work of the background services.
        var writers = Enumerable.Range(0, Writers).Select(i => Task.Run(
            async () =>
            {
                var work = new RandomWork(wallets, ids, seed + i);
                while (!enough.IsCancellationRequested)
                {
                    await (i == 0 ? work.SettleAsync(Token) : work.CommitAsync(Token));

                    // In memory no call waits by itself, and the other tests use the same threads.
                    await Task.Yield();
                }
            },
            Token)).ToArray();
        var reports = new List<AuditReport>();
        try
        {
            while (reports.Count < Audits || reports[^1].Transactions < reports[0].Transactions + Growth)
            {
                reports.Add(await audit.AuditAsync(cancellationToken: Token));
            }
        }
        finally
        {
            await enough.CancelAsync();
            await Task.WhenAll(writers);
        }

        reports.Add(await audit.AuditAsync(cancellationToken: Token));
        Assert.All(reports, report => Assert.True(report.IsClean, $"Seed {seed}:\n{string.Join('\n', report.Findings.Take(20))}"));
    }
}
