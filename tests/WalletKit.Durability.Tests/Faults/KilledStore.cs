using WalletKit.Commands;
using WalletKit.TestHost.Disk;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>
/// The files of a store that was killed during its work: some commits in the database, the rest in a log that began anew over an older log, and the place in
/// the log at which each commit ends.
/// </summary>
internal sealed class KilledStore
{
    private const int Wallets = 2;
    private const int InDatabase = 10;
    private const int InLog = 15;

    private readonly List<(Operation Done, int End)> _acknowledged = [];
    private readonly WalletId[] _walletIds = new WalletId[Wallets];
    private int _end;

    private KilledStore(string path) => Path = path;

    public string Path { get; }

    /// <summary>The acknowledged operations in order, with the end of each commit in the log; 0 where the commit is in the database.</summary>
    public IReadOnlyList<(Operation Done, int End)> Acknowledged => _acknowledged;

    /// <summary>The end of the last commit in the log.</summary>
    public int LogEnd => _acknowledged[^1].End;

    public WalletId Id(int wallet) => _walletIds[wallet];

    /// <summary>Lets a store work on a file, and copies the file at a moment without work.</summary>
    public static async Task<KilledStore> MakeAsync(TestDirectory directory, int seed)
    {
        var killed = new KilledStore(directory.In("killed.db"));
        var disk = new RecordedDisk(directory.Database);
        using (new WatchedDisk(directory.Database, call => killed.Handle(disk, call)))
        {
            await using var host = new WalletHost(directory.Database);
            await killed.WorkAsync(host, seed, () =>
            {
                using var other = Raw.Open(directory.Database);
                other.Execute("PRAGMA wal_checkpoint(RESTART)");
            });
            disk.SaveAsKilled(killed.Path);
        }

        return killed;
    }

    private int Handle(RecordedDisk disk, DiskCall call)
    {
        if (call is { On: DiskFile.Log, Kind: DiskCallKind.Write })
        {
            _end = (int)call.Offset + call.Data.Length;
        }

        return disk.Do(call);
    }

    private async Task WorkAsync(WalletHost host, int seed, Action copyLog)
    {
        var caller = new Caller(new BurstArguments("killed", seed, 0, 1, Wallets, HasOrders: true), 0);
        for (var wallet = 0; wallet < Wallets; wallet++)
        {
            // The money suffices for all operations that follow.
            _walletIds[wallet] = (await host.Wallets.OpenAsync($"owner-{wallet}", "USD")).Wallet.Id;
            await DoAsync(host, new Operation(wallet, Operation.Deposit, 5_000_001, 0, 0, $"funds-{wallet}", IsKeyed: true));
        }

        for (var i = 0; i < InDatabase; i++)
        {
            await DoNextAsync(host, caller);
        }

        // The next commit begins the log anew, and one more commit records that.
        copyLog();
        await host.Wallets.OpenAsync("first-in-log", "USD");
        _acknowledged.ForEach(commit => Assert.NotEqual(0, commit.End));
        var inDatabase = _acknowledged.ConvertAll(commit => (commit.Done, 0));
        _acknowledged.Clear();
        _acknowledged.AddRange(inDatabase);
        for (var i = 0; i < InLog; i++)
        {
            await DoNextAsync(host, caller);
        }
    }

    private async Task DoNextAsync(WalletHost host, Caller caller)
    {
        try
        {
            caller.Did(await DoAsync(host, caller.Next() with { IsKeyed = true }));
        }
        catch (HoldEndedException)
        {
            // The hold expired before its turn; nothing was written.
        }
    }

    private async Task<Operation> DoAsync(WalletHost host, Operation operation)
    {
        var (done, _, _) = await operation.DoAsync(host.Wallets, Id);
        _acknowledged.Add((done, _end));
        return done;
    }
}
