using System.Diagnostics;
using System.Globalization;
using WalletKit.Testing.Histories;

namespace WalletKit.TestHost;

/// <summary>A process whose callers use a database, and which writes their calls and answers.</summary>
internal sealed class HistoryProcess : IDisposable
{
    private readonly Process _process;

    private HistoryProcess(Process process) => _process = process;

    /// <summary>Starts a process and waits until one of its callers has handed a batch over.</summary>
    public static async Task<HistoryProcess> StartAsync(string database, int seed, int firstCaller, int callers, int calls, CancellationToken cancellationToken)
    {
        int[] numbers = [seed, firstCaller, callers, calls];
        string[] arguments = ["exec", HostProcess.Program, HistoryBurst.Verb, database, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var started = new HistoryProcess(Process.Start(new ProcessStartInfo(DotNet.Host, arguments) { RedirectStandardOutput = true })!);
        Assert.Equal("begun", await started._process.StandardOutput.ReadLineAsync(cancellationToken));
        return started;
    }

    /// <summary>Reads the history, which the process writes at its end.</summary>
    public async Task<(History History, int ExitCode)> ReadAsync(CancellationToken cancellationToken)
    {
        var history = await History.ReadAsync(_process.StandardOutput, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (history, _process.ExitCode);
    }

    public void Dispose() => _process.KillAndDispose();
}
