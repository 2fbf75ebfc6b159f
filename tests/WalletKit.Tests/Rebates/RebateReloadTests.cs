using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletKit.Commands;
using WalletKit.Tests.Security;

namespace WalletKit.Tests.Rebates;

/// <summary>Settings that change under a running host.</summary>
public sealed class RebateReloadTests : IDisposable
{
    private const int Refusal = 220;

    private readonly CapturedLog _log = new();
    private IHost? _host;

    public static TheoryData<(string, string)[], string> BadSettings => new()
    {
        { [("Rate", "1.5")], "RebateOptions.Rate is 1.5; it must be from 0 to 1, with at most 18 decimals." },
        { [("Rate", "two percent")], "two percent" },
        { [("Rat", "0.5")], "Rat" },
        { [("Rate", "0.02"), ("BatchSize", "0")], "RebateOptions.BatchSize is 0" },
        { [], "The configuration section 'Wallets:Rebates', which is to hold the RebateOptions, is missing or empty; it must hold at least one of them." },
    };

    private IWalletService Wallets => _host!.Services.GetRequiredService<IWalletService>();

    private IRebateService Rebates => _host!.Services.GetRequiredService<IRebateService>();

    public void Dispose() => _host?.Dispose();

    [Theory]
    [MemberData(nameof(BadSettings))]
    public async Task Bad_settings_that_arrive_by_reload_leave_the_last_good_ones_in_force_and_are_logged_once((string, string)[] bad, string why)
    {
        var configuration = new ReloadableConfiguration(("Rate", "0.03"), ("ProcessInBackground", "false"));
        await StartAsync(wallets => wallets.AddRebates(configuration.Rebates));
        var wallet = (await Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;

        configuration.Save(bad);
        for (var i = 0; i < 3; i++)
        {
            await Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);
        }

        Assert.Equal(3, (await Rebates.ProcessPendingAsync(Token)).Paid);
        Assert.Equal(309m, (await Wallets.GetBalanceAsync(wallet, Token)).Balance);
        Assert.Contains(why, Rebates.RefusedSettings, StringComparison.Ordinal);
        Assert.Single(_log.Lines, line => line.Id == Refusal);

        configuration.Save(("Rate", "0.04"), ("ProcessInBackground", "false"));
        await Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);
        await Rebates.ProcessPendingAsync(Token);
        Assert.Equal(413m, (await Wallets.GetBalanceAsync(wallet, Token)).Balance);
        Assert.Null(Rebates.RefusedSettings);
        Assert.Single(_log.Lines, line => line.Id == Refusal);
    }

    [Fact]
    public async Task A_section_that_switches_rebates_off_leaves_them_off_when_it_vanishes()
    {
        var configuration = new ReloadableConfiguration(("Enabled", "false"));
        await StartAsync(wallets => wallets.AddRebates(configuration.Rebates));
        var wallet = (await Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;

        configuration.Save();
        await Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);

        Assert.Equal(0, await Rebates.CountAsync(RebateStatus.Pending, Token));
        Assert.NotNull(Rebates.RefusedSettings);
    }

    [Fact]
    public async Task Bad_settings_of_code_that_a_reload_runs_again_are_refused_as_well()
    {
        var (configuration, rate) = (new ReloadableConfiguration(("MaxAttempts", "3"), ("ProcessInBackground", "false")), 0.02m);
        await StartAsync(wallets => wallets.AddRebates(configuration.Rebates).AddRebates(rebates => rebates.Rate = rate));
        var wallet = (await Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;

        rate = 7m;
        configuration.Save(("MaxAttempts", "4"), ("ProcessInBackground", "false"));
        await Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);
        await Rebates.ProcessPendingAsync(Token);

        Assert.Equal(102m, (await Wallets.GetBalanceAsync(wallet, Token)).Balance);
    }

    [Theory]
    [MemberData(nameof(BadSettings))]
    public async Task Bad_settings_fail_the_start((string, string)[] bad, string why)
    {
        var configuration = new ReloadableConfiguration(bad);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(wallets => wallets.AddRebates(configuration.Rebates)));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_listens_for_changes_hears_of_good_settings_and_not_of_bad_ones()
    {
        var configuration = new ReloadableConfiguration(("Rate", "0.03"));
        await StartAsync(wallets => wallets.AddRebates(configuration.Rebates));
        var heard = new List<decimal>();
        var settings = _host!.Services.GetRequiredService<IOptionsMonitor<RebateOptions>>();

        using (settings.OnChange(changed => heard.Add(changed.Rate)))
        {
            configuration.Save(("Rate", "0.04"));
            configuration.Save(("Rate", "4"));
            configuration.Save(("Rate", "0.05"));
        }

        configuration.Save(("Rate", "0.06"));
        Assert.Equal([0.04m, 0.05m], heard);
        Assert.Equal(0.06m, settings.CurrentValue.Rate);
    }

    private async Task StartAsync(Action<WalletKitBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log);
        builder.Services.AddWalletKit(wallets => configure(wallets.UseInMemory()));
        _host = builder.Build();
        await _host.StartAsync(Token);
    }
}
