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

if (Console.IsOutputRedirected)
{
    // A file has no edge at which lines would have to be broken, and no colors, though some build servers claim them.
    AnsiConsole.Profile.Width = 200;
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
}

// Disposed of last, when the host has let go of the file.
using var file = new WalletFile(options.DatabasePath);

var builder = Host.CreateApplicationBuilder();

// Warnings only, and beside the story, not in it. A failed start is told by the sample itself.
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

// This is all that WalletKit needs. One percent is the default; it stands here to be seen.
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
