using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using WalletKit.Samples;

var options = SampleOptions.Parse(args, out var problem);
if (problem is not null)
{
    await Console.Error.WriteLineAsync(problem);
    return ExitCode.BadArguments;
}

if (options.IsHelpWanted)
{
    Console.WriteLine(SampleOptions.Help);
    return ExitCode.BooksBalance;
}

// The file is disposed of last, after the host has closed it.
using var file = new WalletFile(options.DatabasePath);
if (file.MissingDirectory is { } missing)
{
    await Console.Error.WriteLineAsync($"--db names a file in the directory '{missing}', which does not exist; make it first.");
    return ExitCode.BadArguments;
}

ConsoleWidth.Set(AnsiConsole.Console);

var builder = Host.CreateApplicationBuilder();

// Warnings only, apart from the story. The sample itself reports a failed start.
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

// WalletKit needs no more than this. One percent is the default; it is set here so that a reader sees it.
builder.Services.AddWalletKit(wallets => wallets
    .UseSqlite(file.ConnectionString)
    .AddRebates(rebates => rebates.Rate = 0.01m));

builder.Services
    .AddSingleton(options)
    .AddSingleton(file)
    .AddSingleton(AnsiConsole.Console)
    .AddSingleton<Acknowledgments>()
    .AddSingleton<RebateWatch>()
    .AddSingleton<Story>()
    .AddSingleton<Burst>()
    .AddSingleton<BooksCheck>()
    .AddSingleton<SampleRun>();

using var host = builder.Build();
return await host.Services.GetRequiredService<SampleRun>().RunAsync(host);
