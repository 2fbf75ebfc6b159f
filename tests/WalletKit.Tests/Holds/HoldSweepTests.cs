using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Service.Holds;
using WalletKit.Stores;

namespace WalletKit.Tests.Holds;

public sealed class HoldSweepTests : IDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_sweep_records_what_has_expired_of_however_many_wallets(string kind)
    {
        await using var store = Store(kind);
        List<WalletId> wallets = [];
        for (var i = 0; i < 300; i++)
        {
            wallets.Add(await OpenAsync(store, $"owner {i}", 2, s_minute));
        }

        var later = await OpenAsync(store, "later", 1, s_minute * 2);
        var sweep = new HoldSweep(store, new BarePipeline(store));
        Assert.Equal(0, await sweep.RunAsync(Token));
        _time.Advance(s_minute);

        Assert.Equal(300, await sweep.RunAsync(Token));

        Assert.All(await store.ReadLatestAsync(wallets, Token), wallet => Assert.Equal((0m, null), (wallet.Held, wallet.Holds.NextExpiry)));
        Assert.Equal(1m, (await store.FindWalletAsync(later, Token))!.Held);
        Assert.Equal(0, await sweep.RunAsync(Token));
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_wallet_with_more_expired_holds_than_are_recorded_at_once_is_swept_to_the_end_and_counted_once(string kind)
    {
        await using var store = Store(kind);
        var many = await OpenAsync(store, "many", (2 * ExpireHolds.MaxHolds) + 1, s_minute);
        await OpenAsync(store, "few", 1, s_minute);
        _time.Advance(s_minute);

        Assert.Equal(2, await new HoldSweep(store, new BarePipeline(store)).RunAsync(Token));

        Assert.Equal((0m, null), ((await store.FindWalletAsync(many, Token))!.Held, (await store.FindWalletAsync(many, Token))!.Holds.NextExpiry));
        Assert.Empty(await store.ListExpiringWalletsAsync(10, Token));
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Sweeps_at_once_leave_nothing_and_record_nothing_twice(string kind)
    {
        await using var store = Store(kind);
        List<WalletId> wallets = [];
        for (var i = 0; i < 20; i++)
        {
            wallets.Add(await OpenAsync(store, $"owner {i}", 3, s_minute));
        }

        _time.Advance(s_minute);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new HoldSweep(store, new BarePipeline(store)).RunAsync(Token), Token)));

        // The versions: opening, credit, three holds, and one more for the expiries.
        Assert.All(await store.ReadLatestAsync(wallets, Token), wallet => Assert.Equal((6L, 0m), (wallet.Version, wallet.Held)));
    }

    [Fact]
    public async Task A_sweep_that_is_given_up_leaves_the_rest_to_the_next()
    {
        await using var store = Store(TestWallets.InMemory);
        var wallet = await OpenAsync(store, "owner", 1, s_minute);
        _time.Advance(s_minute);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new HoldSweep(store, new BarePipeline(store)).RunAsync(new CancellationToken(true)));

        Assert.Equal([wallet], await store.ListExpiringWalletsAsync(10, Token));
        Assert.Equal(1, await new HoldSweep(store, new BarePipeline(store)).RunAsync(Token));
    }

    [Fact]
    public async Task The_entry_point_sweeps_when_it_is_called()
    {
        await using var test = new TestWallets(TestWallets.InMemory);
        var wallet = await test.OpenWithAsync(100m);
        var hold = (await test.Wallets.PlaceHoldAsync(wallet.Id, 40m, new() { ExpiresIn = s_minute }, Token)).Hold;
        Assert.Equal(0, await test.Wallets.ExpireHoldsAsync(Token));
        test.Time.Advance(s_minute);

        Assert.Equal(1, await test.Wallets.ExpireHoldsAsync(Token));

        Assert.Equal((HoldStatus.Expired, test.Time.GetUtcNow()), ((await test.Wallets.GetHoldAsync(hold.Id, Token)).Status, (await test.Wallets.GetHoldAsync(hold.Id, Token)).UpdatedAt));
    }

    public void Dispose() => _directory.Dispose();

    private IWalletStore Store(string kind) => kind == TestWallets.InMemory
        ? new InMemoryWalletStore(_time)
        : new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.File("wallets.db")}", Synchronous = SqliteSynchronous.Normal }, _time);

    private static async Task<WalletId> OpenAsync(IWalletStore store, string owner, int holds, TimeSpan expiresIn)
    {
        var walletId = new WalletId(Guid.CreateVersion7());
        var result = await store.CommitAsync(
            new CommandBatch(
            [
                new OpenWallet(walletId, owner, Currency.FromIso("USD")),
                new Deposit(walletId, holds),
                .. Enumerable.Range(0, holds).Select(_ => new PlaceHold(walletId, 1m) { ExpiresIn = expiresIn }),
            ]),
            Token);
        Assert.Null(result.Refusal);
        return walletId;
    }
}
