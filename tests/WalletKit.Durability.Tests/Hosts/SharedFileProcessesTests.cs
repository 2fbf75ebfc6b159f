using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Hosts;

/// <summary>Processes with wallets on one file, and a host that writes there meanwhile.</summary>
[Slow]
public sealed class SharedFileProcessesTests : IDisposable
{
    private const int Operations = 1_000;

    private readonly HostFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Two_processes_share_the_file_of_a_host_that_writes_and_vacuums_and_nobody_is_refused()
    {
        _file.Make();
        using var one = Start("one", 41);
        using var other = Start("other", 42);
        var working = Task.WhenAll(one.ReadToEndAsync(), other.ReadToEndAsync());
        var orders = await Task.Run(() => OrderUntil(working), Token);

        var exitCodes = await working;
        Assert.Equal([0, 0], exitCodes);
        Assert.Empty(one.Failures);
        Assert.Empty(other.Failures);
        WriteLine($"{orders} orders beside {2 * Operations} operations.");
        await using var host = new WalletHost(_file.Path, options => options.Shared = true, TestClock.Tomorrow());
        await host.Rebates.ProcessPendingAsync(Token);
        await StoreAudit.AssertCleanAsync(host);
        using var books = Books.Open(_file.Path);
        books.AssertBalance();
        books.AssertHolds([.. one.Acknowledged, .. other.Acknowledged]);
        books.AssertNothingElse(one.Acknowledged.Count + other.Acknowledged.Count);
        using var connection = _file.Connect();
        Assert.Equal(orders + 1, connection.Number("SELECT count(*) FROM orders"));
    }

    private HostProcess Start(string name, int seed) =>
        HostProcess.Start(new FileStore(_file.Path, IsShared: true), new BurstArguments(name, seed, Operations, 32));

    private int OrderUntil(Task end)
    {
        using var connection = _file.Connect();
        connection.Execute("PRAGMA busy_timeout = 60000");
        var orders = 0;
        while (!end.IsCompleted)
        {
            HostFile.Order(connection);
            if (++orders % 100 == 0)
            {
                connection.Execute("VACUUM");
            }
        }

        return orders;
    }
}
