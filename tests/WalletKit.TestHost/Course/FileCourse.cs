using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.TestHost.Bursts;

namespace WalletKit.TestHost.Course;

/// <summary>
/// A small course of work on one file, one call after another, the same each time. It goes through every kind of write, the end of every log, a restart, and
/// the creation of the file.
/// </summary>
internal sealed class FileCourse(string path, int seed, int operations, ICourseJournal journal)
{
    public const string Create = "create";
    public const string Open = "open";
    public const string Rebates = "rebates";
    public const string Sweep = "sweep";
    public const string Checkpoint = "checkpoint";
    public const string Close = "close";

    private const int Wallets = 2;

    private static readonly DateTimeOffset s_start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Caller _caller = new(new BurstArguments("course", seed, operations, Callers: 1, Wallets, HasOrders: true), 0);
    private int _calls;

    /// <summary>The clock of the course.</summary>
    public FakeTimeProvider Clock { get; } = new(s_start);

    /// <summary>Sets the options of each store.</summary>
    public Action<SqliteStoreOptions>? Configure { get; init; }

    /// <summary>The time of a call. Each call takes a second, so that short holds expire.</summary>
    /// <param name="number">The number of the call, from 1.</param>
    public static DateTimeOffset TimeOf(int number) => s_start.AddSeconds(number);

    public async Task RunAsync()
    {
        await RunAsync(operations / 2);
        await RunAsync(operations - (operations / 2));
    }

    // The run begins with the opening of the file and ends with its closing.
    private async Task RunAsync(int count)
    {
        var host = new WalletHost(path, Configure, Clock);
        await using (host)
        {
            journal.Began(Create);
            await host.Store.OpenAsync();
            var walletIds = new WalletId[Wallets];
            for (var wallet = 0; wallet < Wallets; wallet++)
            {
                journal.Began(Open);
                walletIds[wallet] = (await host.Wallets.OpenAsync($"owner-{wallet}", "USD")).Wallet.Id;
                journal.Opened(wallet, walletIds[wallet]);
            }

            for (var i = 1; i <= count; i++)
            {
                await CallAsync(_caller.Next() with { IsKeyed = true }, host.Wallets, walletIds);
                if (i % 8 == 4)
                {
                    // This hold has expired by the next sweep.
                    await CallAsync(new Operation(i / 8 % Wallets, Operation.Hold, 100, 0, 0, $"short-{_calls}", IsKeyed: true), host.Wallets, walletIds);
                }

                await TendAsync(host, i);
            }

            journal.Began(Close);
        }
    }

    private async Task CallAsync(Operation operation, IWalletService wallets, WalletId[] walletIds)
    {
        Clock.SetUtcNow(TimeOf(++_calls));
        journal.Began(operation.Type);
        journal.Begun(operation);
        try
        {
            var (done, _, _) = await operation.DoAsync(wallets, wallet => walletIds[wallet]);
            journal.Acknowledged(done);
            _caller.Did(done);
        }
        catch (WalletRefusedException exception) when (Operation.IsExpected(exception))
        {
            journal.Refused(operation.Reference);
        }
    }

    private async Task TendAsync(WalletHost host, int call)
    {
        switch (call % 8)
        {
            case 3:
                journal.Began(Rebates);
                await host.Rebates.ProcessPendingAsync();
                break;
            case 5:
                journal.Began(Sweep);
                await host.Wallets.ExpireHoldsAsync();
                break;
            case 7:
                // The log begins anew over its old content. It does so by itself once it is long.
                journal.Began(Checkpoint);
                using (var other = Raw.Open(path))
                {
                    other.Execute("PRAGMA wal_checkpoint(RESTART)");
                }

                break;
        }
    }
}
