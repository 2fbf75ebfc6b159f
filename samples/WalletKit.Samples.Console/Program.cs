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

// Disposed of last, when the host has let go of the file.
using var file = new WalletFile(options.DatabasePath);
if (file.MissingDirectory is { } missing)
{
    await Console.Error.WriteLineAsync($"--db names a file in the directory '{missing}', which does not exist; make it first.");
    return ExitCode.BadArguments;
}

ConsoleWidth.Set(AnsiConsole.Console);

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
