using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WalletKit.TestHost.Bursts;

/// <summary>A host with all background services, which works through one burst.</summary>
internal static class BurstHost
{
    /// <summary>Runs until the burst is over or the process is asked to end.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var (store, rest) = HostStore.Parse(args);
        var arguments = BurstArguments.Parse(rest);
        var journal = new Journal();
        try
        {
            using var host = Build(store, arguments, journal);
            await host.RunAsync();
            return journal.HasFailures ? 2 : 0;
        }
        catch (WalletException exception)
        {
            journal.Failed(exception);
            return 3;
        }
    }

    private static IHost Build(HostStore store, BurstArguments arguments, Journal journal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(store.LogLevel).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));

        // A burst leaves more open holds in its one wallet than the default allows.
        builder.Services.Configure<WalletKitOptions>(options => options.MaxOpenHolds = 100_000);
        builder.Services.AddWalletKit(wallets =>
        {
            store.Use(wallets);
            wallets.AddRebates(rebates =>
            {
                // The times are short, so that the claims of dead and of slow processes expire in the middle of a burst.
                rebates.PollInterval = TimeSpan.FromMilliseconds(50);
                rebates.AttemptTimeout = TimeSpan.FromMilliseconds(200);
                rebates.ClaimDuration = TimeSpan.FromMilliseconds(500);
                rebates.BatchSize = 64;
            });
            wallets.AddHoldSweep(sweep => sweep.Interval = TimeSpan.FromMilliseconds(50));
        });
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(arguments);
        builder.Services.AddSingleton(journal);

        // The burst is added last, so that it is stopped first: the rest still works while the burst finishes its operations.
        builder.Services.AddHostedService<Burst>();
        return builder.Build();
    }
}
