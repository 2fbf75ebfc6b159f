using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletKit;
using WalletKit.Durability;
using WalletKit.Durability.Host;

if (args is [HistoryBurst.Verb, ..])
{
    return await HistoryBurst.RunAsync(args);
}

if (args is [Shell.Verb, var database, var sql])
{
    Shell.Run(database, sql);
    return 0;
}

var journal = new Journal();
if (args is [CourseProcess.Verb, .. var course])
{
    await CourseProcess.RunAsync(course, journal);
    return 0;
}

var arguments = BurstArguments.Parse(args);
try
{
    var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });

    // Only the log reports failures in the background, such as a failed pass over the rebates.
    builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
    // A burst leaves more open holds in its one wallet than the default allows.
    builder.Services.Configure<WalletKitOptions>(options => options.MaxOpenHolds = 100_000);
    builder.Services.AddWalletKit(wallets => wallets
        .UseSqlite(sqlite => sqlite.ConnectionString = $"Data Source={arguments.Path}")
        .AddRebates(rebates =>
        {
            // The times are short, so that the claims of dead and of slow processes expire in the middle of a burst.
            rebates.PollInterval = TimeSpan.FromMilliseconds(50);
            rebates.AttemptTimeout = TimeSpan.FromMilliseconds(200);
            rebates.ClaimDuration = TimeSpan.FromMilliseconds(500);
            rebates.BatchSize = 64;
        })
        .AddHoldSweep(sweep => sweep.Interval = TimeSpan.FromMilliseconds(50)));
    builder.Services.AddSingleton(arguments);
    builder.Services.AddSingleton(journal);

    // The burst is added last, so that it is stopped first: the rest still works while the burst finishes its operations.
    builder.Services.AddHostedService<Burst>();
    using var host = builder.Build();
    await host.RunAsync();
    return journal.HasFailures ? 2 : 0;
}
catch (WalletException exception)
{
    journal.Failed(exception);
    return 3;
}
