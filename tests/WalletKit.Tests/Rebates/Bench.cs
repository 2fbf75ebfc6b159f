using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Rebates;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rebates;

/// <summary>The store of a test.</summary>
public enum StoreKind
{
    InMemory,
    Sqlite,
}

/// <summary>One store under fake time, and any number of hosts on it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StoreKind _kind;
    private readonly List<IHost> _hosts = [];
    private readonly List<IWalletStore> _stores = [];

    public Bench(StoreKind kind)
    {
        _kind = kind;
        Store = OpenStore(Time);
    }

    public WatchedTime Time { get; } = new();

    /// <summary>The inner store, which no host closes.</summary>
    public IWalletStore Store { get; }

    /// <summary>Makes a host on the bench's store; it is not started.</summary>
    public Site Host(Action<RebateOptions>? configure = null, params IRebatePolicy[] policies) => HostOn(Store, Time, configure, policies);

    /// <summary>Makes a host with a clock of its own. On SQLite the host also has a store of its own, like a host in another process.</summary>
    public Site HostElsewhere(FakeTimeProvider time, Action<RebateOptions>? configure = null, params IRebatePolicy[] policies) =>
        HostOn(_kind == StoreKind.Sqlite ? OpenStore(time) : Store, time, configure, policies);

    /// <summary>Runs SQL on the file, like an operator.</summary>
    public async Task SqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_directory.File("wallets.db")};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(await command.ExecuteNonQueryAsync(Token) > 0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            host.Dispose();
        }

        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        _directory.Dispose();
    }

    private IWalletStore OpenStore(TimeProvider time)
    {
        IWalletStore store = _kind == StoreKind.InMemory
            ? new InMemoryWalletStore(time)
            : new SqliteWalletStore(
                new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.File("wallets.db")}", Synchronous = SqliteSynchronous.Normal },
                time);
        _stores.Add(store);
        return store;
    }

    private Site HostOn(IWalletStore store, FakeTimeProvider time, Action<RebateOptions>? configure, IRebatePolicy[] policies)
    {
        var watched = new WatchedStore(store);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.Configure<WalletKitOptions>(options => options.Random = new LongestJitter());
        builder.Services.AddWalletKit(wallets =>
        {
            // The other hosted service stops before the service under test. It has nothing to do, so it lets that service be stopped at once.
            wallets.UseStore(_ => watched).AddRebates(configure ?? (_ => { })).AddHoldSweep(sweep => sweep.SweepInBackground = false);
            foreach (var policy in policies)
            {
                wallets.AddRebatePolicy(_ => policy);
            }
        });
        var host = builder.Build();
        _hosts.Add(host);
        return new Site(host, watched);
    }

    // Each wait is as long as it can be, so that a test knows its end.
    private sealed class LongestJitter : Random
    {
        public override long NextInt64(long minValue, long maxValue) => maxValue - 1;

        public override void NextBytes(Span<byte> buffer) => Shared.NextBytes(buffer);
    }
}

/// <summary>One host, with the parts that tests use.</summary>
internal sealed record Site(IHost Host, WatchedStore Store)
{
    public IWalletService Wallets { get; } = Host.Services.GetRequiredService<IWalletService>();

    public IRebateService Rebates { get; } = Host.Services.GetRequiredService<IRebateService>();

    public async Task<Wallet> OpenAsync(string owner = "owner", string currency = "USD") =>
        (await Wallets.OpenAsync(owner, currency, cancellationToken: Token)).Wallet;

    public async Task<TransactionId> DepositAsync(Wallet wallet, decimal amount = 100m) =>
        (await Wallets.DepositAsync(wallet.Id, amount, cancellationToken: Token)).Transaction.Id;

    /// <summary>Puts a deposit straight into the store, so that no signal is set.</summary>
    public async Task<TransactionId> DepositUnsignaledAsync(Wallet wallet, decimal amount = 100m)
    {
        var deposit = new Deposit(wallet.Id, amount);
        deposit = deposit with { RebateTerms = await Host.Services.GetRequiredService<RebateTermsInForce>().ForAsync(deposit) };
        return (await Store.CommitAsync(new CommandBatch(deposit), Token)).Results[0].Transaction!.Id;
    }

    public Task<RebatePass> RunPassAsync() => Rebates.ProcessPendingAsync(Token).Guarded();

    public async Task<Rebate> RebateAsync(TransactionId deposit) => (await Rebates.FindAsync(deposit, Token))!;

    public async Task<decimal> BalanceAsync(WalletId walletId) => (await Wallets.GetBalanceAsync(walletId, Token)).Balance;

    public Task<long> CountAsync(RebateStatus status) => Rebates.CountAsync(status, Token);
}

/// <summary>Fake time that reports when the first periodic timer runs; a test must not let time pass before that.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly TaskCompletionSource _polling = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Polling => _polling.Task.Guarded();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (period > TimeSpan.Zero)
        {
            _polling.TrySetResult();
        }

        return timer;
    }
}

internal static class Guarding
{
    /// <summary>Ends a wait for something that never happens.</summary>
    public static Task Guarded(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(60), Token);

    /// <inheritdoc cref="Guarded(Task)"/>
    public static Task<T> Guarded<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60), Token);
}
