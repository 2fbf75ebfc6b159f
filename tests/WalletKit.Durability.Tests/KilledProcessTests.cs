using WalletKit.Commands;
using WalletKit.Durability.Tests.Faults;
using WalletKit.Rules;

namespace WalletKit.Durability.Tests;

[Slow]
public sealed class KilledProcessTests : IDisposable
{
    private const int Kills = 20;
    private const int MaxAcknowledged = 2_000;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Acknowledged_operations_survive_twenty_kills_and_each_rebate_is_paid_once()
    {
        var random = new Random(Seed.OfCrashes());
        var acknowledged = new List<Operation>();
        for (var round = 0; round < Kills; round++)
        {
            using var process = HostProcess.Start(_directory.Database, $"run{round}", random.Next(1_000_000));
            await process.ReachAsync(random.Next(1, MaxAcknowledged + 1));
            await process.KillAsync();

            Assert.Empty(process.Failures);
            acknowledged.AddRange(process.Acknowledged);
            var copy = _directory.CopyDatabase("copy.db");
            using (var books = Books.Open(copy))
            {
                books.AssertBalance();
                books.AssertHolds(acknowledged);
            }

            await StoreAudit.AssertCleanAsync(copy);

            // In half of the rounds the next process is the first to see the files that the crash left.
            if (random.Next(2) == 0)
            {
                await AssertKeysSettle(process);
            }
        }

        await AssertAllRebatesAreOrWillBePaid(acknowledged);
    }

    [Fact]
    public async Task A_call_whose_answer_was_lost_is_settled_by_repeating_it_with_its_key()
    {
        using var process = HostProcess.Start(_directory.Database, "run", seed: 7, callers: 64);
        await process.ReachAsync(500);
        await process.KillAsync();

        Assert.NotEmpty(process.Unanswered);
        await AssertKeysSettle(process);
    }

    // Keys with an answer replay; keys whose answer was lost are done once each, however often they are repeated.
    private async Task AssertKeysSettle(HostProcess process)
    {
        await using (var host = new WalletHost(_directory.Database))
        {
            foreach (var operation in process.Acknowledged.Where(operation => operation.IsKeyed).TakeLast(20))
            {
                var again = await process.RepeatAsync(operation, host.Wallets);
                Assert.True(again.Replayed, $"Done again: {operation}");
                Assert.Equal(operation, again.Done);
            }

            foreach (var operation in process.Unanswered)
            {
                await operation.SettleAsync(host.Wallets, wallet => process.WalletIds[wallet]);
            }

            await StoreAudit.AssertCleanAsync(host);
        }

        using var books = Books.Open(_directory.CopyDatabase("copy.db"));
        books.AssertBalance();
        books.AssertHolds(process.Acknowledged);
    }

    private async Task AssertAllRebatesAreOrWillBePaid(List<Operation> acknowledged)
    {
        await using (var host = new WalletHost(_directory.Database, timeProvider: TestClock.Tomorrow()))
        {
            var pass = await host.Rebates.ProcessPendingAsync(Token);
            Assert.Equal((0, 0, 0, 0), (pass.NothingDue, pass.Cancelled, pass.Failed, pass.Dead));
            Assert.Equal(0, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
            await StoreAudit.AssertCleanAsync(host);
        }

        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        books.AssertHolds(acknowledged);
        books.AssertAllRebatesSettled();
    }
}
