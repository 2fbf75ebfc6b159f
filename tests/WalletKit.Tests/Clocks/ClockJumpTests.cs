using WalletKit.Stores;

namespace WalletKit.Tests.Clocks;

/// <summary>A store whose clock jumps ahead.</summary>
public sealed class ClockJumpTests : IDisposable
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(5);

    private readonly TemporaryDirectory _directory = new();
    private readonly SettableClock _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    private static Currency Usd { get; } = Currency.FromIso("USD");

    public static TheoryData<string> Stores => ["memory", "SQLite"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Nothing_is_committed_or_claimed_under_a_clock_that_jumped_ahead_and_reading_goes_on(string kind)
    {
        await using var store = Create(kind);
        var walletId = await OpenAsync(store, "owner", 10m, new RebateTerms("policy", "terms"));
        Jump(Year);

        WalletCommand[] commands = [new Withdraw(walletId, 1m), new Deposit(walletId, 1m), new ExpireHolds(walletId), new OpenWallet(NewId(), "other", Usd)];
        foreach (var command in commands)
        {
            await AssertRefusedAsync(async () => await store.CommitAsync(new CommandBatch(command), Token));
            await AssertRefusedAsync(async () => await store.CommitAsync(new CommandBatch([command]), Token));
        }

        await AssertRefusedAsync(async () => await store.Rebates.ClaimAsync(Guid.CreateVersion7(), ["policy"], _time.GetUtcNow(), 1, Token));
        Assert.Equal((10m, 2L), (await store.FindWalletAsync(walletId, Token)) is { } wallet ? (wallet.Balance, wallet.Version) : default);
        Assert.Equal(10m, (await store.FindWalletAsync(walletId, Token))!.Available);
        Assert.Equal(Year, (await store.CheckClockAsync(Token)).Jump);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Commits_go_on_once_the_clock_has_settled_or_is_set_right(string kind)
    {
        await using var store = Create(kind);
        var walletId = await OpenAsync(store, "owner");
        Jump(Year);
        await AssertRefusedAsync(async () => await store.CommitAsync(new CommandBatch(new Deposit(walletId, 1m)), Token));
        Jump(-Year);
        await DepositAsync(store, walletId);

        // A health check looks at the clock.
        Jump(Year);
        Assert.Equal(Year, (await store.CheckClockAsync(Token)).Jump);
        _time.Advance(SettleTime);

        Assert.Equal(_time.GetUtcNow(), (await DepositAsync(store, walletId)).CreatedAt);
        Assert.Null((await store.CheckClockAsync(Token)).Jump);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_new_process_believes_its_first_reading(string kind)
    {
        await using (var store = Create(kind))
        {
            await OpenAsync(store, "before");
        }

        Jump(TimeSpan.FromDays(29));
        await using var next = Create(kind);

        await OpenAsync(next, "after");
        Assert.Null((await next.CheckClockAsync(Token)).Gap);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(-31)]
    public async Task A_first_commit_that_is_far_from_the_newest_times_in_the_file_is_reported_until_the_store_is_opened_again(int days)
    {
        WalletId walletId;
        await using (var store = Create("SQLite"))
        {
            walletId = await OpenAsync(store, "owner", 1m);
            for (var i = 0; i < 120; i++)
            {
                await DepositAsync(store, walletId);
            }
        }

        Jump(TimeSpan.FromDays(days));
        await using (var store = Create("SQLite"))
        {
            Assert.Null((await store.CheckClockAsync(Token)).Gap);
            var other = await OpenAsync(store, "other");
            Assert.Equal(TimeSpan.FromDays(days), (await store.CheckClockAsync(Token)).Gap);
            await DepositAsync(store, other);
            Assert.Equal(TimeSpan.FromDays(days), (await store.CheckClockAsync(Token)).Gap);
        }

        await using var next = Create("SQLite");
        await DepositAsync(next, await OpenAsync(next, "third"));
        Assert.Null((await next.CheckClockAsync(Token)).Gap);
    }

    [Fact]
    public async Task A_wallet_whose_time_is_ahead_makes_no_gap()
    {
        await using (var store = Create("SQLite"))
        {
            await OpenAsync(store, "owner", 1m);
            _time.Advance(Year);
            await OpenAsync(store, "ahead", 1m);
            Jump(-Year);
        }

        await using var next = Create("SQLite");
        await OpenAsync(next, "other");

        Assert.Null((await next.CheckClockAsync(Token)).Gap);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Wallets_that_are_ahead_of_the_clock_are_counted_and_some_are_named_until_the_clock_has_caught_up(string kind)
    {
        await using var store = Create(kind);
        await OpenAsync(store, "right");
        List<WalletId> ahead = [];
        for (var day = 1; day <= 7; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            ahead.Add(await OpenAsync(store, $"ahead-{day}"));
        }

        Jump(TimeSpan.FromDays(-7));
        var report = await store.CheckClockAsync(Token);
        Assert.Equal(7, report.WalletsAhead);
        Assert.Equal(ahead[2..].Reverse<WalletId>(), report.SomeWalletsAhead);

        _time.Advance(TimeSpan.FromDays(6) - TimeSpan.FromMinutes(1));
        Assert.Equal([ahead[6]], (await store.CheckClockAsync(Token)).SomeWalletsAhead);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, (await store.CheckClockAsync(Token)).WalletsAhead);
    }

    private IWalletStore Create(string kind) => kind == "memory"
        ? new InMemoryWalletStore(_time)
        : new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.File("wallets.db")}" }, _time);

    private WalletId NewId() => WalletId.Create(_time.GetUtcNow(), Random.Shared);

    private async Task<WalletId> OpenAsync(IWalletStore store, string owner, decimal balance = 0, RebateTerms? terms = null)
    {
        var open = new OpenWallet(NewId(), owner, Usd);
        WalletCommand[] commands = balance == 0 ? [open] : [open, new Deposit(open.WalletId, balance) { RebateTerms = terms }];
        Assert.Null((await store.CommitAsync(new CommandBatch([.. commands]), Token)).Refusal);
        return open.WalletId;
    }

    private static async Task<WalletTransaction> DepositAsync(IWalletStore store, WalletId walletId)
    {
        var result = await store.CommitAsync(new CommandBatch(new Deposit(walletId, 1m)), Token);
        Assert.Null(result.Refusal);
        return result.First.Transaction!;
    }

    // Only the clock changes, as if an operator had set it.
    private void Jump(TimeSpan by) => _time.Set(by);

    private static async Task AssertRefusedAsync(Func<Task> call) =>
        Assert.Equal(StoreFailure.ClockJumped, (await Assert.ThrowsAsync<WalletStoreException>(call)).Failure);
}
