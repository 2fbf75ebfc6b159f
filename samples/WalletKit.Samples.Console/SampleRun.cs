using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace WalletKit.Samples;

/// <summary>One run from start to end: earlier rebates, the story, the burst, its rebates, the books.</summary>
internal sealed class SampleRun(
    SampleOptions options,
    WalletFile file,
    IRebateService rebates,
    RebateWatch watch,
    Story story,
    Burst burst,
    BooksCheck books,
    Acknowledgments acknowledged,
    IAnsiConsole console)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IHost host)
    {
        // Ctrl-C and the service manager's stop arrive here, before the host's services are stopped.
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.StartAsync(stopping);
            var balance = await TellAllAsync(stopping);
            await host.StopAsync(CancellationToken.None);
            return Verdict(balance);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await StopInOrderAsync(host);
            return ExitCode.Stopped;
        }
        catch (Exception exception) when (exception is WalletException or SqliteException)
        {
            console.WriteLine($"The run ended early: {exception.Message}");
            await host.StopAsync(CancellationToken.None);
            console.WriteLine("books balance: not checked");
            return ExitCode.EndedEarly;
        }
    }

    private async Task<bool> TellAllAsync(CancellationToken stopping)
    {
        console.WriteWhole($"The wallets are in {file.Path}");
        if (await rebates.CountAsync(RebateStatus.Pending, stopping) is > 0 and var pending)
        {
            Heading("Before: what an earlier run left");
            console.WriteLine($"Rebates pending: {pending:N0}. The background service picked them up when the host started.");
            await watch.DrainAsync(stopping);
        }

        Heading("1. The story of a wallet");
        await story.TellAsync(stopping);

        Heading("2. A burst");
        await burst.RunAsync(options.Burst, stopping);
        await watch.DrainAsync(stopping);

        Heading("3. The books, read from the file by SQL");
        return await books.CheckAsync(stopping);
    }

    private async Task StopInOrderAsync(IHost host)
    {
        console.WriteLine("Stopping: what is under way is finished, nothing new is begun.");
        await host.StopAsync(CancellationToken.None);

        // The host's services have stopped, but the store stays open until the host is disposed of.
        var pending = await rebates.CountAsync(RebateStatus.Pending);
        console.WriteLine($"Stopped. Operations acknowledged, and recorded: {acknowledged.Count:N0}. Rebates pending: {pending:N0}.");
        console.WriteLine(file.IsTemporary
            ? "The file was a temporary one and is removed; with --db PATH the next run would pick up what is pending."
            : "The next run on this file picks up what is pending.");
    }

    private void Heading(string text)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold underline]{text}[/]");
    }

    /// <summary>The last line, without markup, so that a script can look for it.</summary>
    private int Verdict(bool balance)
    {
        console.WriteLine($"books balance: {(balance ? "yes" : "no")}");
        return balance ? ExitCode.BooksBalance : ExitCode.BooksDoNotBalance;
    }
}
