using Microsoft.Extensions.DependencyInjection;
using WalletKit.AspNetCore;
using WalletKit.Benchmarks.Compare.PostgreSql;
using WalletKit.Stores;

namespace WalletKit.Benchmarks.Suites;

/// <summary>The library on a new store with some wallets, and without background services.</summary>
internal sealed class OpenedWallets : IAsyncDisposable
{
    // The batch is large enough to keep the number of commits small, and small enough that it does not block the writer for long.
    private const int DepositsPerBatch = 1_000;

    // Many openings wait at once, so that a store commits them together.
    private const int OpeningsAtOnce = 1_000;

    // The service puts these terms into each deposit by itself.
    private static readonly RebateTerms s_terms = new("percentage", "rate=0.01;rounding=ToEven");

    private readonly BenchmarkDirectory _directory = new();
    private readonly ServiceProvider _services;

    private OpenedWallets(StoreKind kind, int count)
    {
        _services = new ServiceCollection().AddWalletKit(wallets => Use(wallets.AddRebates(), kind)).BuildServiceProvider();
        Service = _services.GetRequiredService<IWalletService>();
        Ids = new WalletId[count];
    }

    public IWalletService Service { get; }

    public IRebateService Rebates => _services.GetRequiredService<IRebateService>();

    public IWalletAudit Audit => _services.GetRequiredService<IWalletAudit>();

    public WalletId[] Ids { get; }

    public static async Task<OpenedWallets> OpenAsync(StoreKind kind, int count)
    {
        var opened = new OpenedWallets(kind, count);
        foreach (var some in Enumerable.Range(0, count).Chunk(OpeningsAtOnce))
        {
            await Task.WhenAll(some.Select(async i => opened.Ids[i] = (await opened.Service.OpenAsync($"owner-{i}", "USD")).Wallet.Id));
        }

        return opened;
    }

    /// <summary>Deposits into the wallets in turn, many deposits in a commit, each with its rebate due.</summary>
    public async Task FillAsync(int deposits, decimal amount)
    {
        var store = _services.GetRequiredService<IWalletStore>();
        for (var first = 0; first < deposits; first += DepositsPerBatch)
        {
            var numbers = Enumerable.Range(first, Math.Min(DepositsPerBatch, deposits - first));
            await store.CommitAsync(new CommandBatch([.. numbers.Select(i => new Deposit(Ids[i % Ids.Length], amount) { RebateTerms = s_terms })]));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _directory.Dispose();
    }

    private void Use(WalletKitBuilder wallets, StoreKind kind)
    {
        _ = kind switch
        {
            StoreKind.Sqlite => wallets.UseSqlite($"Data Source={_directory.File("wallets.db")}"),
            StoreKind.PostgreSql => wallets.UsePostgreSql(BenchmarkServer.Cluster.ConnectionString),
            _ => wallets.UseInMemory(),
        };
    }
}
