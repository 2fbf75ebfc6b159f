using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.EntityFrameworkCore.Tests.Shops;

/// <summary>A host with orders and wallets in one database.</summary>
public abstract class Shop : IAsyncDisposable
{
    private ServiceProvider? _services;

    public IWalletService Wallets => Services.GetRequiredService<IWalletService>();

    public IWalletStore Store => Services.GetRequiredService<IWalletStore>();

    public ServiceProvider Services => _services ??= Build();

    /// <summary>Makes the table of orders and the tables of the wallets.</summary>
    public async Task MakeAsync()
    {
        await using var context = Open();
        Assert.True(await context.Database.EnsureCreatedAsync(Token));
        await Store.OpenAsync(Token);
    }

    public ShopContext Open(Action<DbContextOptionsBuilder>? more = null) => new(Options(more));

    public DbContextOptions<ShopContext> Options(Action<DbContextOptionsBuilder>? more = null)
    {
        var builder = new DbContextOptionsBuilder<ShopContext>();
        Configure(builder);
        more?.Invoke(builder);
        return builder.Options;
    }

    /// <summary>Names the provider and the database.</summary>
    public abstract void Configure(DbContextOptionsBuilder builder);

    public DbContextParticipant<ShopContext> Participant(Action<ShopContext, IReadOnlyList<CommandResult>> write) => new(() => Open(), write);

    public DbContextParticipant<ShopContext> Order(int number) => Participant((context, _) => context.Orders.Add(new Order { Number = number }));

    public async Task<WalletId> OpenWalletAsync(string owner = "owner", decimal balance = 10m)
    {
        var wallet = (await Wallets.OpenAsync(owner, "USD", cancellationToken: Token)).Wallet.Id;
        await Wallets.DepositAsync(wallet, balance, cancellationToken: Token);
        return wallet;
    }

    public async Task<List<int>> NumbersAsync()
    {
        await using var context = Open();
        return await context.Orders.OrderBy(order => order.Number).Select(order => order.Number).ToListAsync(Token);
    }

    public async Task AssertCleanAsync() => Assert.True((await Services.GetRequiredService<IWalletAudit>().AuditAsync(cancellationToken: Token)).IsClean);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    protected abstract void Configure(WalletKitBuilder builder);

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddWalletKit(Configure);
        services.AddDbContextFactory<ShopContext>(Configure);
        return services.BuildServiceProvider();
    }
}
