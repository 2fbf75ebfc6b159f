using Microsoft.Extensions.Diagnostics.HealthChecks;
using WalletKit.AspNetCore.Health;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The health report on a clock that is wrong, or was.</summary>
public sealed class HealthClockTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly SettableClock _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_clock_that_jumped_ahead_is_unhealthy_until_it_has_settled()
    {
        await using var host = await StartAsync();
        await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token);
        _time.Set(Year);

        var jumped = await CheckAsync(host);
        Assert.Equal(HealthStatus.Unhealthy, jumped.Status);
        Assert.Contains("the clock has jumped ahead by 365.00:00:00", jumped.Description, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Theory]
    [InlineData(365, "after")]
    [InlineData(-365, "before")]
    public async Task A_first_commit_far_from_the_newest_times_is_unhealthy_and_refuses_nothing(int days, string which)
    {
        using var directory = new TemporaryDirectory();
        await using (var before = Store(directory))
        {
            var open = new OpenWallet(WalletId.Create(_time.GetUtcNow(), Random.Shared), "user-1", WalletKit.Currency.FromIso("USD"));
            Assert.Null((await before.CommitAsync(new CommandBatch([open, new Deposit(open.WalletId, 1m)]), Token)).Refusal);
        }

        _time.Set(TimeSpan.FromDays(days));
        await using var host = await StartAsync(services => services.AddSingleton<IWalletStore>(Store(directory)));
        var wallet = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);

        var entry = await CheckAsync(host);
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains($"the first commit after opening came 365.00:00:00 {which} the newest times in the store", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wallets_that_are_ahead_degrade_and_are_named_with_the_rebates_that_are_due_far_ahead_and_no_age_is_negative()
    {
        _time.Set(Year);
        await using var host = await StartAsync();
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        await host.Wallets.DepositAsync(wallet.Id, 100m, cancellationToken: Token);
        _time.Set(-Year);

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal((1, 1, 0L), (entry.Data["walletsAhead"], entry.Data["rebatesDueTooLate"], entry.Data["oldestPendingRebateSeconds"]));
        Assert.Contains($"wallets are ahead of the clock (1, among them {wallet.Id})", entry.Description, StringComparison.Ordinal);
        Assert.Contains("rebates are due later than in 01:05:00 (1)", entry.Description, StringComparison.Ordinal);

        await host.Wallets.CorrectTimeAsync(wallet.Id, cancellationToken: Token);
        await host.Services.GetRequiredService<IRebateService>().RequeueAsync(new(wallet.Id, 2), Token);
        await CheckAsync(host);
        var corrected = await CheckAsync(host);
        Assert.Equal((0, 0), (corrected.Data["walletsAhead"], corrected.Data["rebatesDueTooLate"]));
    }

    [Theory]
    [InlineData(10, HealthStatus.Healthy, "")]
    [InlineData(-10, HealthStatus.Healthy, "")]
    [InlineData(11, HealthStatus.Degraded, "00:00:11 ahead of the database server's")]
    [InlineData(-11, HealthStatus.Degraded, "00:00:11 behind the database server's")]
    public void A_host_whose_clock_differs_from_the_servers_is_named(int seconds, HealthStatus expected, string difference)
    {
        var findings = new HealthFindings();

        ClockFindings.Add(findings, new ClockReport { HostLead = TimeSpan.FromSeconds(seconds) }, new WalletHealthOptions());

        var result = findings.ToResult(HealthStatus.Unhealthy);
        Assert.Equal((expected, (double)seconds), (result.Status, result.Data["hostClockLeadSeconds"]));
        Assert.Contains(difference, result.Description, StringComparison.Ordinal);
        Assert.Equal(expected == HealthStatus.Degraded, result.Description!.Contains(Environment.MachineName, StringComparison.Ordinal));
    }

    private static async Task<HealthReportEntry> CheckAsync(ApiHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries["walletkit"];

    private SqliteWalletStore Store(TemporaryDirectory directory) => new(new SqliteStoreOptions { ConnectionString = $"Data Source={directory.File("wallets.db")}" }, _time);

    private Task<ApiHost> StartAsync(Action<IServiceCollection>? more = null) => ApiHost.StartAsync(services =>
    {
        services.AddSingleton<TimeProvider>(_time);
        more?.Invoke(services);
    });
}
