using System.Diagnostics;
using System.Globalization;
using WalletKit.Testing.Histories;

namespace WalletKit.Durability.Tests;

/// <summary>A process whose callers work on a database, and which tells what they asked and were answered.</summary>
internal sealed class HistoryProcess : IDisposable
{
    private readonly Process _process;

    private HistoryProcess(Process process) => _process = process;

    /// <summary>Starts a process that stands ready to begin, and begins at the signal.</summary>
    public static async Task<HistoryProcess> StartReadyAsync(string database, int seed, int firstCaller, int callers, int calls, CancellationToken cancellationToken)
    {
        int[] numbers = [seed, firstCaller, callers, calls];
        string[] arguments = ["exec", HostProcess.Program, "history", database, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var started = new HistoryProcess(Process.Start(new ProcessStartInfo(HostProcess.DotNet, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        Assert.Equal("ready", await started._process.StandardOutput.ReadLineAsync(cancellationToken));
        return started;
    }

    public void Signal() => _process.StandardInput.WriteLine();

    public Task<History> ReadAsync(CancellationToken cancellationToken) => History.ReadAsync(_process.StandardOutput, cancellationToken);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
