using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Durability.Course;

/// <summary>
/// A small course of work on one file, one call after the other, the same each time: through every kind of write there is,
/// every log's end, a restart, and the file's making.
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

    private readonly Caller _caller = new(new BurstArguments(path, "course", seed, operations, 1, Wallets, OnSignal: false), 0);
    private int _calls;

    /// <summary>The course's own time.</summary>
    public FakeTimeProvider Clock { get; } = new(s_start);

    /// <summary>How each store is set up.</summary>
    public Action<SqliteStoreOptions>? Configure { get; init; }

    /// <summary>When a call is made: each takes a second, so that short holds run out.</summary>
    /// <param name="number">Which, from 1.</param>
    public static DateTimeOffset TimeOf(int number) => s_start.AddSeconds(number);

    public async Task RunAsync()
    {
        await RunAsync(operations / 2);
        await RunAsync(operations - (operations / 2));
    }

    // From the opening of the file to its closing.
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
                    // One that has run out by the next sweep.
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
        catch (Exception exception) when (exception is InsufficientFundsException or HoldEndedException { Status: HoldStatus.Expired })
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
                // The log begins anew over what it held before, as it does by itself once it is long.
                journal.Began(Checkpoint);
                using (var other = Raw.Open(path))
                {
                    other.Execute("PRAGMA wal_checkpoint(RESTART)");
                }

                break;
        }
    }
}
