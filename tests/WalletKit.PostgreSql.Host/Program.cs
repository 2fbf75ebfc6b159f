using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletKit;
using WalletKit.Durability;
using WalletKit.Durability.Host;
using WalletKit.PostgreSql.Host;

// Arguments: the schema, and then the arguments of a burst, whose path is the connection string.
var journal = new Journal();
var (schema, arguments) = (args[0], BurstArguments.Parse(args[1..]));
try
{
    var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
    builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
    builder.Services.AddWalletKit(wallets => wallets
        .UsePostgreSql(postgreSql =>
        {
            postgreSql.ConnectionString = arguments.Path;
            postgreSql.Schema = schema;
            postgreSql.IdleTransactionTimeout = TimeSpan.FromSeconds(1);
        })
        .AddRebates(rebates =>
        {
            // The times are short, so that the claims of dead and of stopped processes expire while the others work.
            rebates.PollInterval = TimeSpan.FromMilliseconds(100);
            rebates.AttemptTimeout = TimeSpan.FromMilliseconds(200);
            rebates.ClaimDuration = TimeSpan.FromMilliseconds(500);
            rebates.BatchSize = 64;
        })
        .AddHoldSweep(sweep => sweep.Interval = TimeSpan.FromMilliseconds(100)));
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
