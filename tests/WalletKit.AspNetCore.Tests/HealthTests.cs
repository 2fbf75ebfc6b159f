using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.AspNetCore.Tests;

public sealed class HealthTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_store_that_can_be_read_is_healthy()
    {
        await using var host = await StartAsync();

        var (entry, status) = await CheckAsync(host);

        Assert.Equal((HealthStatus.Healthy, HttpStatusCode.OK, "The store can be read."), (entry.Status, status, entry.Description));
        Assert.Equal((0L, 0L), (entry.Data["oldestPendingRebateSeconds"], entry.Data["deadRebates"]));
        Assert.IsType<long>(entry.Data["logBytes"]);
        Assert.Equal(["ready"], entry.Tags);
    }

    [Fact]
    public async Task A_rebate_may_be_pending_for_as_long_as_is_set_and_no_longer()
    {
        await using var host = await StartAsync(options => options.MaxPendingRebateAge = TimeSpan.FromMinutes(2));
        await EarnAsync(host);

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Entry.Status);
        _time.Advance(TimeSpan.FromSeconds(1));

        var (entry, status) = await CheckAsync(host);
        Assert.Equal((HealthStatus.Degraded, HttpStatusCode.OK, 121L), (entry.Status, status, entry.Data["oldestPendingRebateSeconds"]));
        Assert.Contains("00:02:01", entry.Description, StringComparison.Ordinal);
        await host.Services.GetRequiredService<IRebateService>().ProcessPendingAsync(Token);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Entry.Status);
    }

    [Fact]
    public async Task Pending_rebates_of_policies_that_the_host_lacks_are_named_and_degrade_once_they_are_late()
    {
        await using var host = await StartAsync();
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        var deposit = new Deposit(wallet.Id, 1m) { RebateTerms = new RebateTerms("tier", "v1") };
        await host.Services.GetRequiredService<IWalletStore>().CommitAsync(new CommandBatch(deposit), Token);

        var (early, _) = await CheckAsync(host);
        _time.Advance(TimeSpan.FromMinutes(6));
        var (late, _) = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, early.Status);
        Assert.Equal(["tier"], Assert.IsAssignableFrom<IReadOnlyList<string>>(early.Data["missingRebatePolicies"]));
        Assert.Equal(HealthStatus.Degraded, late.Status);
        Assert.Contains("this host does not have every policy", late.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebate_settings_that_a_reload_broke_degrade_until_good_ones_arrive()
    {
        var configuration = new ConfigurationManager();
        configuration["Rebates:Rate"] = "0.02";
        await using var host = await StartAsync(more: services => services.AddWalletKit(wallets => wallets.AddRebates(configuration.GetSection("Rebates"))));

        configuration["Rebates:Rate"] = "1.5";
        ((IConfigurationRoot)configuration).Reload();
        var (refused, _) = await CheckAsync(host);
        configuration["Rebates:Rate"] = "0.03";
        ((IConfigurationRoot)configuration).Reload();
        var (mended, _) = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, refused.Status);
        Assert.Contains("RebateOptions.Rate is 1.5", refused.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, mended.Status);
    }

    [Fact]
    public async Task A_dead_rebate_degrades()
    {
        await using var host = await StartAsync();
        await DieAsync(host);

        var (entry, status) = await CheckAsync(host);

        Assert.Equal((HealthStatus.Degraded, HttpStatusCode.OK, 1L), (entry.Status, status, entry.Data["deadRebates"]));
    }

    [Fact]
    public async Task A_health_check_allows_the_configured_number_of_dead_rebates()
    {
        await using var host = await StartAsync(options => options.MaxDeadRebates = 1);
        await DieAsync(host);

        var (entry, _) = await CheckAsync(host);

        Assert.Equal((HealthStatus.Healthy, 1L), (entry.Status, entry.Data["deadRebates"]));
    }

    [Fact]
    public async Task A_large_log_degrades()
    {
        await using var host = await StartAsync(options => options.MaxLogBytes = 1);
        await EarnAsync(host);

        var (entry, _) = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        var store = (SqliteWalletStore)host.Services.GetRequiredService<IWalletStore>();
        Assert.Equal(new FileInfo(store.Path + "-wal").Length, entry.Data["logBytes"]);
    }

    [Fact]
    public async Task A_store_in_memory_has_no_log()
    {
        await using var host = await StartAsync(options => options.MaxLogBytes = 0, services => services.AddSingleton<IWalletStore, InMemoryWalletStore>());

        var (entry, _) = await CheckAsync(host);

        Assert.Equal((HealthStatus.Healthy, 0L), (entry.Status, entry.Data["logBytes"]));
    }

    [Fact]
    public async Task A_closed_store_is_unhealthy()
    {
        await using var host = await StartAsync();
        await host.Services.GetRequiredService<IWalletStore>().DisposeAsync();

        var (entry, status) = await CheckAsync(host);

        Assert.Equal((HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable), (entry.Status, status));
        Assert.Equal(StoreFailure.Closed, Assert.IsType<WalletStoreException>(entry.Exception).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task A_store_whose_file_or_log_was_moved_away_is_unhealthy_though_nobody_calls_it(string suffix)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows moves no file that is open.");
        await using var host = await StartAsync();
        await EarnAsync(host);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Entry.Status);
        var path = ((SqliteWalletStore)host.Services.GetRequiredService<IWalletStore>()).Path;

        File.Move(path + suffix, path + ".moved");

        var (entry, status) = await CheckAsync(host);
        Assert.Equal((HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable), (entry.Status, status));
        Assert.Equal(StoreFailure.FileMoved, Assert.IsType<WalletStoreException>(entry.Exception).Failure);
    }

    [Fact]
    public async Task A_participant_that_keeps_a_commit_waiting_is_named_and_degrades()
    {
        await using var host = await StartAsync(options => options.MaxParticipantTime = TimeSpan.Zero);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet.Id;
        using var reached = new SemaphoreSlim(0);
        using var mayEnd = new ManualResetEventSlim();
        var deposit = host.Wallets.DepositAsync(wallet, 1m, new() { Participant = new Waiting(reached, mayEnd) }, Token);
        await reached.WaitAsync(Token);

        var (entry, _) = await CheckAsync(host);
        mayEnd.Set();
        await deposit;

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("the participant orders has kept a commit waiting", entry.Description, StringComparison.Ordinal);
        Assert.Equal(["orders"], Assert.IsAssignableFrom<IReadOnlyList<string>>(entry.Data["runningParticipants"]));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Entry.Status);
    }

    private static async Task<(HealthReportEntry Entry, HttpStatusCode Status)> CheckAsync(ApiHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        using var client = host.Client();
        using var response = await client.GetAsync("/health", Token);
        Assert.Equal(report.Status.ToString(), await response.Content.ReadAsStringAsync(Token));
        return (report.Entries["walletkit"], response.StatusCode);
    }

    private static async Task<TransactionId> EarnAsync(ApiHost host)
    {
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        return (await host.Wallets.DepositAsync(wallet.Id, 100m, cancellationToken: Token)).Transaction.Id;
    }

    private async Task DieAsync(ApiHost host)
    {
        var deposit = await EarnAsync(host);
        var store = host.Services.GetRequiredService<IWalletStore>();
        var stamp = Guid.CreateVersion7();
        Assert.Single(await store.Rebates.ClaimAsync(stamp, ["percentage"], _time.GetUtcNow() + TimeSpan.FromMinutes(1), 1, Token));
        Assert.Null((await store.CommitAsync(new CommandBatch([new FailRebate(deposit, stamp, "for good", null)]), Token)).Refusal);
    }

    private Task<ApiHost> StartAsync(Action<WalletHealthOptions>? configure = null, Action<IServiceCollection>? more = null) => ApiHost.StartAsync(services =>
    {
        services.AddSingleton<TimeProvider>(_time);

        // This takes the place of the check that the host has already.
        services.Configure<HealthCheckServiceOptions>(options => options.Registrations.Clear());
        services.AddHealthChecks().AddWalletKit(configure);
        more?.Invoke(services);
    });

    private sealed class Waiting(SemaphoreSlim reached, ManualResetEventSlim mayEnd) : ISqliteParticipant
    {
        public string Name => "orders";

        public void Write(SqliteParticipantContext context)
        {
            reached.Release();
            mayEnd.Wait(Token);
        }
    }
}
