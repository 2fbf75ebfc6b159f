using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WalletKit.Model.Money;
using WalletKit.Rebates;

namespace WalletKit.Tests.DependencyInjection;

/// <summary>A setting out of its range fails the start of the host, by name, and not the first customer's call.</summary>
public sealed class OptionsValidationTests
{
    public static TheoryData<Action<RebateOptions>, string> RebateSettings => new()
    {
        { options => options.Rate = 1.01m, "RebateOptions.Rate is 1.01; it must be from 0 to 1, with at most 18 decimals." },
        { options => options.Rate = -0.01m, "RebateOptions.Rate is -0.01; it must be from 0 to 1, with at most 18 decimals." },
        { options => options.Rate = 0.0000000000000000001m, "RebateOptions.Rate is 0.0000000000000000001; it must be from 0 to 1, with at most 18 decimals." },
        { options => options.Rounding = (MidpointRounding)9, "RebateOptions.Rounding is 9; it must be ToEven, AwayFromZero, ToZero, ToNegativeInfinity, ToPositiveInfinity." },
        { options => options.PollInterval = TimeSpan.FromMilliseconds(9), "RebateOptions.PollInterval is 00:00:00.0090000; it must be from 00:00:00.0100000 to 1.00:00:00." },
        { options => options.PollInterval = TimeSpan.FromDays(2), "RebateOptions.PollInterval is 2.00:00:00; it must be from" },
        { options => options.BatchSize = 0, "RebateOptions.BatchSize is 0; it must be from 1 to 10000." },
        { options => options.BatchSize = 10_001, "RebateOptions.BatchSize is 10001; it must be from 1 to 10000." },
        { options => options.MaxConcurrency = 0, "RebateOptions.MaxConcurrency is 0; it must be from 1 to 10000." },
        { options => options.MaxConcurrency = 10_001, "RebateOptions.MaxConcurrency is 10001; it must be from 1 to 10000." },
        { options => options.AttemptTimeout = TimeSpan.Zero, "RebateOptions.AttemptTimeout is 00:00:00; it must be from 00:00:00.0010000 to 01:00:00." },
        { options => (options.AttemptTimeout, options.ClaimDuration) = (TimeSpan.FromHours(2), TimeSpan.FromHours(3)), "RebateOptions.AttemptTimeout is 02:00:00; it must be from" },
        { options => options.ClaimDuration = TimeSpan.FromSeconds(9), "RebateOptions.ClaimDuration is 00:00:09; it must be from 00:00:10 to 1.00:00:00." },
        { options => options.ClaimDuration = TimeSpan.FromDays(2), "RebateOptions.ClaimDuration is 2.00:00:00; it must be from" },
        { options => options.MaxAttempts = 0, "RebateOptions.MaxAttempts is 0; it must be from 1 to 1000." },
        { options => options.MaxAttempts = 1_001, "RebateOptions.MaxAttempts is 1001; it must be from 1 to 1000." },
        { options => options.RetryDelay = TimeSpan.Zero, "RebateOptions.RetryDelay is 00:00:00; it must be from 00:00:00.0010000 to 1.00:00:00." },
        { options => (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.FromDays(2), TimeSpan.FromDays(3)), "RebateOptions.RetryDelay is 2.00:00:00; it must be from" },
        { options => options.MaxRetryDelay = TimeSpan.FromMilliseconds(999), "RebateOptions.MaxRetryDelay is 00:00:00.9990000; it must be from 00:00:01 to 30.00:00:00." },
        { options => options.MaxRetryDelay = TimeSpan.FromDays(31), "RebateOptions.MaxRetryDelay is 31.00:00:00; it must be from" },
    };

    public static TheoryData<Action<SqliteStoreOptions>, string> StoreSettings => new()
    {
        { options => options.ConnectionString = null!, "SqliteStoreOptions.ConnectionString is missing; it must name a file, as in Data Source=wallets.db." },
        { options => options.ConnectionString = "", "SqliteStoreOptions.ConnectionString is missing; it must name a file, as in Data Source=wallets.db." },
        { options => options.ConnectionString = " ", "SqliteStoreOptions.ConnectionString is missing" },
        { options => options.ConnectionString = "Mode=ReadWriteCreate", "SqliteStoreOptions.ConnectionString names no file; it must have a Data Source." },
        { options => options.ConnectionString = "Data Source=:memory:", "SqliteStoreOptions.ConnectionString names a database in memory" },
        { options => options.ConnectionString = "Nonsense=1", "SqliteStoreOptions.ConnectionString cannot be read" },
        { options => options.Synchronous = (SqliteSynchronous)9, "SqliteStoreOptions.Synchronous is 9; it must be Normal, Full, Extra." },
        { options => options.BusyTimeout = TimeSpan.FromTicks(-1), "SqliteStoreOptions.BusyTimeout is -00:00:00.0000001; it must be from 00:00:00 to 01:00:00." },
        { options => options.BusyTimeout = TimeSpan.FromHours(2), "SqliteStoreOptions.BusyTimeout is 02:00:00; it must be from 00:00:00 to 01:00:00." },
        { options => options.UnixCreateMode = UnixFileMode.None, "SqliteStoreOptions.UnixCreateMode is 00; it must" },
        { options => options.UnixCreateMode = UnixFileMode.UserRead, "SqliteStoreOptions.UnixCreateMode is 0400; it must" },
        { options => options.UnixCreateMode |= UnixFileMode.GroupExecute, "SqliteStoreOptions.UnixCreateMode is 0610; it must" },
        { options => options.UnixCreateMode |= UnixFileMode.SetGroup, "SqliteStoreOptions.UnixCreateMode is 02600; it must" },
        { options => options.UnixCreateMode |= (UnixFileMode)0x8000, "SqliteStoreOptions.UnixCreateMode is 0100600; it must" },
        { options => options.QueueCapacity = 0, "SqliteStoreOptions.QueueCapacity is 0; it must be from 1 to 1,000,000." },
        { options => options.QueueCapacity = 1_000_001, "SqliteStoreOptions.QueueCapacity is 1000001; it must be from 1 to 1,000,000." },
        { options => options.MaxCommandsPerCommit = 0, "SqliteStoreOptions.MaxCommandsPerCommit is 0; it must be from 1 to 100,000." },
        { options => options.MaxCommandsPerCommit = 100_001, "SqliteStoreOptions.MaxCommandsPerCommit is 100001; it must be from 1 to 100,000." },
        { options => options.MaxReaders = 0, "SqliteStoreOptions.MaxReaders is 0; it must be from 1 to 1,000." },
        { options => options.MaxReaders = 1_001, "SqliteStoreOptions.MaxReaders is 1001; it must be from 1 to 1,000." },
    };

    public static TheoryData<TimeSpan> SweepIntervals => [TimeSpan.Zero, TimeSpan.FromMilliseconds(9), TimeSpan.FromDays(1) + TimeSpan.FromTicks(1)];

    [Theory]
    [MemberData(nameof(SweepIntervals))]
    public Task An_interval_of_the_hold_sweep_out_of_its_range_fails_the_start_by_name(TimeSpan interval) =>
        AssertStartFailsAsync(wallets => wallets.UseInMemory().AddHoldSweep(sweep => sweep.Interval = interval), $"HoldSweepOptions.Interval is {interval}; it must be");

    [Theory]
    [MemberData(nameof(RebateSettings), DisableDiscoveryEnumeration = true)]
    public Task A_rebate_setting_out_of_its_range_fails_the_start_by_name(Action<RebateOptions> configure, string message) =>
        AssertStartFailsAsync(wallets => wallets.UseInMemory().AddRebates(configure), message);

    [Theory]
    [MemberData(nameof(StoreSettings), DisableDiscoveryEnumeration = true)]
    public Task A_store_setting_out_of_its_range_fails_the_start_by_name(Action<SqliteStoreOptions> configure, string message) =>
        AssertStartFailsAsync(wallets => wallets.UseSqlite(configure), message);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public Task A_connection_string_that_was_asked_for_and_is_missing_fails_the_start_by_name(string? missing) =>
        AssertStartFailsAsync(wallets => wallets.UseSqlite(missing!), "SqliteStoreOptions.ConnectionString is missing; it must name a file, as in Data Source=wallets.db.");

    [Fact]
    public Task A_currency_declared_twice_with_different_exponents_fails_the_start_by_name() =>
        AssertStartFailsAsync(
            wallets => wallets.UseInMemory().AddCurrency("POINTS", 0).AddCurrency("POINTS", 2),
            "WalletKitOptions.Currencies: currency 'POINTS' is declared with exponent 2, but stands with 0 already.");

    [Fact]
    public Task A_missing_source_of_random_bits_fails_the_start_by_name() =>
        AssertStartFailsAsync(
            wallets => wallets.UseInMemory().Services.Configure<WalletKitOptions>(options => options.Random = null!),
            "WalletKitOptions.Random is null; it must be a source of random bits.");

    [Theory]
    [InlineData("00:00:00.9990000")]
    [InlineData("1.00:00:00.0000001")]
    public Task An_interval_of_erasure_sweeps_out_of_its_range_fails_the_start_by_name(string interval) =>
        AssertStartFailsAsync(
            wallets => wallets.UseInMemory().Services.Configure<WalletKitOptions>(options => options.ErasureSweepInterval = TimeSpan.Parse(interval, CultureInfo.InvariantCulture)),
            $"WalletKitOptions.ErasureSweepInterval is {interval}; it must be from 00:00:01 to 1.00:00:00.");

    [Theory]
    [InlineData("0.23:59:59.9999999")]
    [InlineData("-1.00:00:00")]
    [InlineData("36500.00:00:00.0000001")]
    public Task A_retention_of_keys_out_of_its_range_fails_the_start_by_name(string retention) =>
        AssertStartFailsAsync(
            wallets => wallets.UseInMemory().Services.Configure<WalletKitOptions>(options => options.KeyRetention = TimeSpan.Parse(retention, CultureInfo.InvariantCulture)),
            $"WalletKitOptions.KeyRetention is {TimeSpan.Parse(retention, CultureInfo.InvariantCulture)}; it must be null, or from 1 to 36500 days.");

    [Theory]
    [InlineData(1)]
    [InlineData(36_500)]
    public async Task A_retention_of_keys_at_the_end_of_its_range_is_taken(int days)
    {
        using var host = Build(wallets => wallets.UseInMemory().Services.Configure<WalletKitOptions>(options => options.KeyRetention = TimeSpan.FromDays(days)));

        await host.StartAsync(Token);
        await host.StopAsync(Token);
    }

    [Fact]
    public Task All_broken_settings_are_named_at_once() =>
        AssertStartFailsAsync(
            wallets => wallets.UseInMemory().AddRebates(rebates => (rebates.BatchSize, rebates.MaxAttempts) = (0, 0)),
            "RebateOptions.BatchSize is 0; it must be from 1 to 10000.; RebateOptions.MaxAttempts is 0; it must be from 1 to 1000.");

    [Fact]
    public async Task Settings_at_the_ends_of_their_ranges_are_taken()
    {
        using var host = Build(wallets => wallets
            .UseInMemory()
            .AddCurrency("POINTS", 0)
            .AddCurrency("POINTS", 0)
            .AddHoldSweep(sweep => sweep.Interval = TimeSpan.FromMilliseconds(10))
            .AddRebates(rebates =>
            {
                rebates.Rate = 1m;
                rebates.Rounding = MidpointRounding.ToNegativeInfinity;
                rebates.PollInterval = TimeSpan.FromMilliseconds(10);
                (rebates.BatchSize, rebates.MaxConcurrency, rebates.MaxAttempts) = (10_000, 10_000, 1_000);
                (rebates.AttemptTimeout, rebates.ClaimDuration) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1));
                (rebates.RetryDelay, rebates.MaxRetryDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));
            }));

        await host.StartAsync(Token);
        await host.StopAsync(Token);
    }

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new RebateOptions();

        Assert.True(options is { Enabled: true, Rate: 0.01m, Rounding: MidpointRounding.ToEven, ProcessInBackground: true, MaxAttempts: 10 });
        Assert.True(new HoldSweepOptions() is { SweepInBackground: true, Interval.TotalSeconds: 5 });
        Assert.Equal(SqliteSynchronous.Full, new SqliteStoreOptions().Synchronous);
        Assert.Empty(new WalletKitOptions().Currencies);
        Assert.Null(new WalletKitOptions().KeyRetention);
        Assert.Equal(TimeSpan.FromHours(1), new WalletKitOptions().ErasureSweepInterval);
    }

    private static async Task AssertStartFailsAsync(Action<WalletKitBuilder> configure, string message)
    {
        using var host = Build(configure);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static IHost Build(Action<WalletKitBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddWalletKit(configure);
        return builder.Build();
    }
}
