using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Rules;

namespace WalletKit.Tests.Security.Fuzzing;

/// <summary>Random calls. A call may fail only with a message that names the fault, and a failed call may change nothing.</summary>
internal sealed class FuzzRun : IAsyncDisposable
{
    private readonly int _seed;
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private List<object> _before = [];

    private FuzzRun(string store, Action<WalletKitBuilder>? configure)
    {
        _seed = Seed.OfCommands();
        Wallets = new TestWallets(store, wallets =>
        {
            // A test that is not about power loss need not wait for the disk.
            wallets.Services.Configure<SqliteStoreOptions>(options => options.Synchronous = SqliteSynchronous.Normal);
            configure?.Invoke(wallets);
        });
    }

    public TestWallets Wallets { get; }

    public Extremes Any { get; private set; } = null!;

    public static async Task<FuzzRun> BeginAsync(string store, Action<WalletKitBuilder>? configure = null)
    {
        var run = new FuzzRun(store, configure);
        var ids = new List<WalletId>();
        foreach (var currency in new[] { "USD", "USD", "EUR", "JPY", "WEI", "BHD" })
        {
            ids.Add((await run.Wallets.Wallets.OpenAsync($"owner {ids.Count}", currency)).Wallet.Id);
        }

        run.Any = new Extremes(new Random(run._seed), ids);
        run._before = await run.ReadAsync();
        return run;
    }

    /// <summary>Makes one call.</summary>
    /// <param name="number">The number of the call.</param>
    /// <param name="call">The call, which returns null if it succeeds, and otherwise its refusal.</param>
    public async Task CallAsync(int number, Func<Task<Exception?>> call)
    {
        Exception? refusal;
        try
        {
            refusal = await call();
        }
        catch (Exception thrown)
        {
            refusal = thrown;
        }

        var outcome = refusal?.GetType().Name ?? "done";
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        var after = await ReadAsync();
        if (refusal is null)
        {
            _before = after;
            return;
        }

        Assert.True(refusal is WalletException and not WalletStoreException or ArgumentException or OperationCanceledException, $"Call {number}: {refusal}");
        Assert.True(refusal.Message.Length < 600, $"Call {number}: a message of {refusal.Message.Length} characters");
        Assert.True(after.SequenceEqual(_before), $"Call {number} was refused, and changed the books: {refusal}");
    }

    /// <summary>Ends the run with an audit of the store.</summary>
    /// <param name="expected">The outcomes that some calls must have had.</param>
    public async Task EndAsync(long started, params string[] expected)
    {
        WriteLine($"{string.Join(", ", _outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}"))} in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Assert.Superset(expected.ToHashSet(), _outcomes.Keys.ToHashSet());
        var report = await Wallets.Get<IWalletAudit>().AuditAsync();
        Assert.Empty(report.Findings);
        Assert.InRange(report.Transactions, 100, long.MaxValue);
    }

    public ValueTask DisposeAsync() => Wallets.DisposeAsync();

    // A wallet names its version, its last transaction and hold, and the hash over all of them, so every change of these records changes the wallet. A rebate
    // changes when it becomes pending, or stops being pending.
    private async Task<List<object>> ReadAsync() =>
        [.. (await Wallets.Store.ListAllWalletsAsync(null, int.MaxValue)).Select(Recorded), await Wallets.Store.Rebates.CountAsync(RebateStatus.Pending)];

    // A hold that expires changes the held sum, and nothing that is recorded.
    private static Wallet Recorded(Wallet wallet) =>
        wallet with { IsOverdrawn = false, Holds = new HoldTotals { LastNumber = wallet.Holds.LastNumber, OpenCount = wallet.Holds.OpenCount } };
}
