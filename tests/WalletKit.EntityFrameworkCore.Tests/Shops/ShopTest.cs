namespace WalletKit.EntityFrameworkCore.Tests.Shops;

/// <summary>A test with a shop, whose tables are made.</summary>
/// <typeparam name="TShop">The kind of database.</typeparam>
public abstract class ShopTest<TShop> : IAsyncLifetime
    where TShop : Shop
{
    private protected static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private protected TShop Shop { get; private set; } = null!;

    private protected WalletId Wallet { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Shop = typeof(TShop) == typeof(SqliteShop) ? (TShop)(Shop)new SqliteShop() : (TShop)(Shop)await PostgreSqlShop.StartAsync();
        await Shop.MakeAsync();
        Wallet = await Shop.OpenWalletAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Shop is not null)
        {
            await Shop.DisposeAsync();
        }
    }

    private protected Task<TransactionReceipt> Withdraw(ICommitParticipant participant, decimal amount = 1m, string? key = null) =>
        Shop.Wallets.WithdrawAsync(Wallet, amount, new() { Participant = participant, IdempotencyKey = key }, Token);

    private protected async Task<decimal> BalanceAsync() => (await Shop.Wallets.GetBalanceAsync(Wallet, Token)).Balance;

    private protected static async Task Settled(Task call) => await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
