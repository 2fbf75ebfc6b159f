using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests;

/// <summary>WalletKit in the setup of a host, with fake time, on a store of the test's own.</summary>
internal sealed class TestWallets : IAsyncDisposable
{
    public const string InMemory = "in memory";
    public const string Sqlite = "SQLite";

    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _services;
    private IWalletStore? _elsewhere;

    public TestWallets(string store, Action<WalletKitBuilder>? configure = null, Func<IWalletStore, IWalletStore>? wrap = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddWalletKit(wallets => _ = store switch
        {
            InMemory => wallets.UseInMemory(),
            Sqlite => wallets.UseSqlite($"Data Source={_directory.File("wallets.db")}"),
            _ => throw new ArgumentOutOfRangeException(nameof(store), store, null),
        });
        var chosen = services.Last(service => service.ServiceType == typeof(IWalletStore)).ImplementationFactory!;
        services.AddSingleton<IWalletStore>(provider => new GatedStore((wrap ?? (sound => sound))((IWalletStore)chosen(provider))));
        services.AddWalletKit(wallets =>
        {
            wallets.AddRebates();
            configure?.Invoke(wallets);
        });
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    public IWalletService Wallets => _services.GetRequiredService<IWalletService>();

    public IRebateService Rebates => _services.GetRequiredService<IRebateService>();

    /// <summary>The store that the service uses.</summary>
    public GatedStore Store => (GatedStore)Get<IWalletStore>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>
    /// Commits without the locks of the service, like another process: on SQLite by a store of its own on the same file.
    /// </summary>
    public async Task<CommandResult> CommitElsewhereAsync(WalletCommand command)
    {
        _elsewhere ??= Store.Inner is SqliteWalletStore file
            ? new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={file.Path}" }, Time)
            : Store.Inner;
        return (await _elsewhere.CommitAsync(new CommandBatch(command))).First;
    }

    /// <summary>A wallet of "user-1" with one deposit.</summary>
    public async Task<Wallet> OpenWithAsync(decimal amount)
    {
        var wallet = (await Wallets.OpenAsync("user-1", "USD")).Wallet;
        await Wallets.DepositAsync(wallet.Id, amount);
        return await Wallets.GetWalletAsync(wallet.Id);
    }

    /// <summary>A wallet of "user-1" with the given number of deposits.</summary>
    public async Task<Wallet> OpenWithHistoryAsync(int count)
    {
        var wallet = (await Wallets.OpenAsync("user-1", "USD")).Wallet;
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Wallets.DepositAsync(wallet.Id, 1m)));
        return await Wallets.GetWalletAsync(wallet.Id);
    }

    public async ValueTask DisposeAsync()
    {
        if (_elsewhere is not null)
        {
            await _elsewhere.DisposeAsync();
        }

        await _services.DisposeAsync();
        _directory.Dispose();
    }
}
