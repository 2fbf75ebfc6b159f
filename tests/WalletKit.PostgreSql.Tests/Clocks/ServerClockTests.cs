using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Clocks;

/// <summary>The server's clock is the clock of all hosts that have no other.</summary>
public sealed class ServerClockTests : PostgreSqlTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    // Within this time a commit and a look at a clock count as the same moment.
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private readonly ServerClock _clock;

    public ServerClockTests() => _clock = new ServerClock(Schema);

    private static DateTimeOffset HostNow => TimeProvider.System.GetUtcNow();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await _clock.DropAsync();
    }

    [Fact]
    public async Task A_host_that_is_an_hour_ahead_of_the_server_records_its_time_and_ends_nobodys_holds()
    {
        var host = await HostAsync(-Hour, options => options.MaxClockJump = Hour);
        var wallet = await host.OpenAsync("owner", 100m);
        var hold = (await host.Wallets.PlaceHoldAsync(wallet, 40m, new() { ExpiresIn = Quarter }, Token)).Hold;

        Assert.InRange(hold.CreatedAt, HostNow - Hour - Moment, HostNow - Hour);
        Assert.Equal(hold.CreatedAt + Quarter, hold.ExpiresAt);
        Assert.Equal((40m, 60m), (await host.Wallets.GetBalanceAsync(wallet, Token)) is { } balance ? (balance.Held, balance.Available) : default);
        Assert.Equal(HoldStatus.Open, (await host.Wallets.GetHoldAsync(hold.Id, Token)).Status);
        Assert.Single(await host.Wallets.StreamOpenHoldsAsync(wallet, cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(0, await host.Wallets.ExpireHoldsAsync(Token));
        await Assert.ThrowsAsync<InsufficientFundsException>(() => host.Wallets.WithdrawAsync(wallet, 60.01m, cancellationToken: Token));

        // The hold expires by the server's clock, and for every host.
        await _clock.SetAsync(Quarter + Moment - Hour);
        Assert.Equal(100m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Available);
        Assert.Equal(1, await host.Wallets.ExpireHoldsAsync(Token));
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_rebate_is_due_and_claimed_by_the_servers_clock()
    {
        var host = await HostAsync(Hour);
        var wallet = await host.OpenAsync("owner", 100m);

        Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
        Assert.Equal(101m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
    }

    [Fact]
    public async Task A_host_that_is_an_hour_ahead_of_the_server_tries_a_failed_rebate_again_on_time()
    {
        var host = await HostAsync(-Hour, options => options.MaxClockJump = Hour);
        var deposit = new Deposit(await host.OpenAsync(), 100m) { RebateTerms = new RebateTerms("percentage", "terms that the policy cannot read") };
        var earned = (await host.Store.CommitAsync(new CommandBatch(deposit), Token)).First.Transaction!.Id;

        // A slow pass meets the retry of a second, and so fails more than once.
        Assert.InRange((await host.Rebates.ProcessPendingAsync(Token)).Failed, 1, new RebateOptions().MaxAttempts);

        var failed = (await host.Rebates.FindAsync(earned, Token))!;
        Assert.InRange(failed.UpdatedAt, HostNow - Hour - Quarter, HostNow - Hour);
        Assert.InRange(failed.DueAt - failed.UpdatedAt, TimeSpan.FromTicks(1), Quarter);
    }

    [Fact]
    public async Task A_claim_lasts_as_long_as_was_asked_for_by_the_servers_clock()
    {
        var host = await HostAsync(Hour);
        await host.OpenAsync("owner", 100m);

        var claimed = Assert.Single(await host.Store.Rebates.ClaimAsync(Guid.CreateVersion7(), ["percentage"], HostNow + Quarter, 1, Token));

        Assert.InRange(claimed.Rebate.DueAt, HostNow + Hour + Quarter - Moment, HostNow + Hour + Quarter + Moment);
        Assert.Empty(await host.Store.Rebates.ClaimAsync(Guid.CreateVersion7(), ["percentage"], HostNow + Quarter, 1, Token));
        await host.Store.Rebates.ReleaseAsync(claimed.Rebate.Claim!.Value, Token);
        Assert.Single(await host.Store.Rebates.ClaimAsync(Guid.CreateVersion7(), ["percentage"], HostNow + Quarter, 1, Token));
    }

    [Fact]
    public async Task A_commit_takes_its_time_when_its_wallets_are_locked()
    {
        var host = await HostAsync(TimeSpan.Zero);
        var wallet = await host.OpenAsync("owner", 1m);
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);
        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await Sql.WaitForWaitingAsync(Schema);
        var waiting = await Sql.ValueAsync<DateTime>("SELECT clock_timestamp()");
        await foreign.CommitAsync();

        Assert.True((await deposit).Transaction.CreatedAt > waiting);
    }

    [Fact]
    public async Task A_host_with_a_clock_of_its_own_keeps_it()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await _clock.MakeAsync(Hour);
        var host = Host(options => options.ConnectionString = _clock.ConnectionString, time);
        var wallet = await host.OpenAsync("owner");

        Assert.Equal(time.GetUtcNow(), (await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Transaction.CreatedAt);
        Assert.Null((await host.Store.CheckClockAsync(Token)).HostLead);
    }

    [Fact]
    public async Task A_host_whose_clock_differs_from_the_servers_says_by_how_much()
    {
        var host = await HostAsync(-Hour);

        Assert.InRange((await host.Store.CheckClockAsync(Token)).HostLead!.Value, Hour - Moment, Hour + Moment);
    }

    [Fact]
    public async Task Commits_are_refused_under_a_server_whose_clock_jumped_ahead_until_it_has_settled()
    {
        var host = await HostAsync(TimeSpan.Zero, options => options.ClockSettleTime = TimeSpan.FromMilliseconds(500));
        var wallet = await host.OpenAsync("owner", 1m);
        await _clock.SetAsync(Hour);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token));
        Assert.Equal((StoreFailure.ClockJumped, true), (refusal.Failure, refusal.IsTransient));
        Assert.NotNull((await host.Store.CheckClockAsync(Token)).Jump);
        Assert.Equal(1m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);

        // The server's clock settles by itself, and nothing tells of it.
        await Until.TrueAsync(async () => (await host.Store.CheckClockAsync(Token)).Jump is null, "the clock has settled");

        Assert.InRange((await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token)).Transaction.CreatedAt, HostNow + Hour - Moment, HostNow + Hour + Moment);
    }

    [Fact]
    public async Task A_first_commit_that_is_far_from_the_newest_in_the_schema_is_reported()
    {
        var month = TimeSpan.FromDays(31);
        await (await HostAsync(TimeSpan.Zero)).OpenAsync("owner", 1m);

        await _clock.SetAsync(month);
        var after = Host(options => options.ConnectionString = _clock.ConnectionString);
        await after.OpenAsync("other", 1m);
        Assert.InRange((await after.Store.CheckClockAsync(Token)).Gap!.Value, month - Moment, month + Moment);

        await _clock.SetAsync(TimeSpan.Zero);
        var again = Host(options => options.ConnectionString = _clock.ConnectionString);
        await again.OpenAsync("third", 1m);
        Assert.InRange((await again.Store.CheckClockAsync(Token)).Gap!.Value, -month - Moment, -month + Moment);
    }

    [Fact]
    public async Task Wallets_that_are_ahead_of_the_servers_clock_are_named()
    {
        var host = await HostAsync(Hour);
        var ahead = await host.OpenAsync("ahead", 1m);
        await _clock.SetAsync(TimeSpan.Zero);
        await host.OpenAsync("right", 1m);

        var report = await host.Store.CheckClockAsync(Token);

        Assert.Equal((1, ahead), (report.WalletsAhead, Assert.Single(report.SomeWalletsAhead)));
    }

    private async Task<WalletHost> HostAsync(TimeSpan serverAhead, Action<ClockOptions>? configure = null)
    {
        await _clock.MakeAsync(serverAhead);
        return Host(options => options.ConnectionString = _clock.ConnectionString, more: options => options.Clock = configure ?? (_ => { }));
    }
}
