namespace WalletKit.Durability.Tests;

public sealed class TwoProcessesTests : IDisposable
{
    private const int Operations = 2_000;

    private readonly TestDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Two_processes_share_a_file_and_its_rebates_and_neither_is_refused()
    {
        using var one = HostProcess.Start(_directory.Database, "one", seed: 21, Operations);
        using var other = HostProcess.Start(_directory.Database, "other", seed: 22, Operations);

        var exitCodes = await Task.WhenAll(one.ReadToEndAsync(), other.ReadToEndAsync());

        Assert.Equal([0, 0], exitCodes);

        Assert.Empty(one.Failures);
        Assert.Empty(other.Failures);
        Assert.Equal(one.WalletIds, other.WalletIds);
        await using (var host = new WalletHost(_directory.Database, timeProvider: TestClock.Tomorrow()))
        {
            await host.Rebates.ProcessPendingAsync(Token);
        }

        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        books.AssertHolds([.. one.Acknowledged, .. other.Acknowledged]);
        books.AssertAllRebatesPaid();
        Assert.Equal(one.Acknowledged.Count + other.Acknowledged.Count, books.Number("SELECT count(*) FROM transactions WHERE type <> 'rebate'"));
        Assert.Equal(4, books.Number("SELECT count(*) FROM wallets"));
    }

    [Fact]
    public async Task A_process_goes_on_when_another_one_on_its_file_is_killed()
    {
        using var killed = HostProcess.Start(_directory.Database, "killed", seed: 23);
        using var other = HostProcess.Start(_directory.Database, "other", seed: 24);
        await Task.WhenAll(killed.ReadAsync(300), other.ReadAsync(300));
        await killed.KillAsync();
        await other.ReadAsync(other.Acknowledged.Count + 300);
        await other.KillAsync();

        Assert.Empty(other.Failures);
        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        books.AssertHolds([.. killed.Acknowledged, .. other.Acknowledged]);
    }
}
